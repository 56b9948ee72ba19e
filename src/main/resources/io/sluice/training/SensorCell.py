  def advance(self: __torch__.SensorCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    # One row a channel: B keys of CHANNELS channels are B * CHANNELS rows. Gradients flow through the hidden vector.
    rows = torch.reshape(state, [-1, WIDTH])
    memory = torch.narrow(rows, 1, STATISTICS, MEMORY)
    SLOTS = torch.split_with_sizes(torch.detach(torch.narrow(rows, 1, 0, STATISTICS)), [SIZES], 1)
    reading, missing = torch.split_with_sizes(torch.reshape(torch.narrow(x, 1, 0, 2 * CHANNELS), [-1, 2]), [1, 1], 1)
    clock = torch.repeat_interleave(torch.narrow(x, 1, 2 * CHANNELS, 5), CHANNELS, 0)
    gap, day_sin, day_cos, week = torch.split_with_sizes(clock, [1, 1, 1, 2], 1)
    waves = torch.cat([day_sin, day_cos, week, 2. * day_sin * day_cos, torch.rsub(2. * day_sin * day_sin, 1.)], 1)

    # A missing reading repeats the last one; a channel never seen takes its first reading for every level.
    last = torch.narrow(values, 1, LEVELS, 1)
    v = torch.where(torch.gt(missing, 0.5), last, torch.clamp(reading, -1e30, 1e30))
    present = torch.rsub(missing, 1.)
    before = torch.where(torch.gt(count, 0.5), values, v)
    levels, said, expected = torch.split_with_sizes(before, [LEVELS, EXPERTS + 1, 1], 1)
    mean = torch.narrow(levels, 1, 0, 1)
    repeated = torch.narrow(said, 1, 0, 1)

    # Every average is the plain mean of its first values, then an exponential one.
    count_now = count + present
    share = torch.reciprocal(torch.clamp(count_now, 1.))
    quick = present * torch.clamp(share, 0.02)
    levels_now = levels + present * torch.maximum(share, self.level_rates) * (v - levels)
    curve = mean + torch.sum(season * waves, [1], True)
    off = torch.abs(v - torch.cat([repeated, mean, expected, curve, torch.narrow(said, 1, EXPERTS, 1), repeated], 1))
    means_now = means + present * torch.maximum(share, self.mean_rates) * (off - means)
    floor = torch.clamp(torch.abs(v) * 1e-6, 1e-20)
    unit = torch.maximum(torch.narrow(means_now, 1, 0, 1), floor)
    run_now = (run + present) * torch.le(torch.narrow(off, 1, 0, 1), floor)

    # How well each forecaster, and the cell itself, foretold this reading, in units of change and against the first.
    errors_now = errors + quick * (torch.clamp(torch.abs(v - said) / unit, 0., 20.) - errors)
    base = torch.narrow(errors_now, 1, 0, 1)
    worse = (errors_now - base) / (errors_now + base + 0.1)

    # The seasonal curve learns by least mean squares, the regression on changes by normalised least mean squares.
    season_now = season + quick * (v - curve) * waves / 3.
    curve_now = torch.narrow(levels_now, 1, 0, 1) + torch.sum(season_now * waves, [1], True)
    change = torch.clamp((v - repeated) / unit, -10., 10.)
    missed = present * (change - torch.sum(weights * changes, [1], True))
    learned = 0.02 * missed * changes / (torch.mean(changes * changes, [1], True) + 1.)
    weights_now = torch.clamp(weights + learned, -2., 2.)
    changes_now = torch.cat([change, torch.narrow(changes, 1, 0, LAGS - 1)], 1)
    regression = torch.sum(weights_now * changes_now, [1], True)

    # What each forecaster says of the next reading.
    distances = (torch.cat([levels_now, curve_now], 1) - v) / unit
    offsets = torch.clamp(torch.cat([0. * missing, distances, change, regression], 1), -20., 20.)

    # The recurrent cell weighs them and adds a correction.
    features = torch.cat([offsets / (torch.abs(offsets) + 1.), worse, gap * 0.125, waves, run_now / (run_now + 8.), unit / (unit + torch.narrow(means_now, 1, 1, 1)), missing, share], 1)
    hidden, memory_now = (self).cell_step(features, memory)
    head, correction = torch.split_with_sizes(torch.linear(hidden, self.w_o, self.b_o), [EXPERTS, 1], 1)
    trusted = torch.softmax(head - self.trust * torch.narrow(worse, 1, 0, EXPERTS), 1)
    foretold = torch.sum(trusted * offsets, [1], True) + correction
    said_now = v + unit * torch.cat([offsets, foretold], 1)

    # Where that has long been no better than repeating the last reading, the forecast is the last reading.
    own, repeating = torch.split_with_sizes(torch.narrow(means_now, 1, 4, 2), [1, 1], 1)
    gate = torch.clamp((own - repeating) / (own + repeating + floor) * -50. + 0.5, 0., 1.)
    forecast = v + gate * unit * foretold

    SURPRISE

    # Deviations in the channel's unit: from what is usual at this hour, at once and smoothed, and from the slow level,
    # smoothed. What learns slowly does not follow an anomaly, as a forecast of the next reading does.
    toward = day_sin * self.hour_sin + day_cos * self.hour_cos
    hour = torch.to(torch.eq(torch.argmax(toward, 1, True), self.hour_index), 6)
    known = torch.logical_and(torch.gt(torch.sum(visits * hour, [1], True), 0.5), torch.gt(present, 0.5))
    away = v - torch.sum(profile * hour, [1], True)
    near_now = near + torch.to(known, 6) * 0.2 * (away - near)
    drift_now = drift + present * 0.03 * (v - mean - drift)
    visits_now = visits + present * hour
    profile_now = profile + present * hour * torch.clamp(torch.reciprocal(torch.clamp(visits_now, 1.)), 0.02) * (v - profile)
    nothing = torch.neg(torch.ones_like(v))
    seen = torch.logical_and(torch.gt(count, 0.5), torch.gt(present, 0.5))
    far_hour = torch.where(known, torch.abs(away), nothing)
    far_mean = torch.where(known, torch.abs(near_now), nothing)
    far_level = torch.where(seen, torch.abs(drift_now), nothing)

    of_channels = torch.cat([expected, forecast, TOLD], 1)
    y = torch.cat([surprise, torch.reshape(of_channels, [-1, OUTPUTS * CHANNELS])], 1)
    next = torch.cat([count_now, run_now, levels_now, said_now, forecast, means_now, season_now, changes_now, weights_now, errors_now, profile_now, visits_now, near_now, drift_now, KEPT memory_now], 1)
    ungated = torch.reshape(torch.narrow(said_now, 1, EXPERTS, 1), [-1, CHANNELS])
    return (y, torch.reshape(next, [-1, WIDTH * CHANNELS]), ungated, features)

  def forward(self: __torch__.SensorCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    y, next, ungated, features = (self).advance(x, state)
    return (y, next)

  def explain(self: __torch__.SensorCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Dict[str, Tensor]]:
    y, next, ungated, features = (self).advance(x, state)
    memory = torch.narrow(torch.reshape(ALONE, [-1, WIDTH]), 1, STATISTICS, MEMORY)
    gates = (self).cell_gates(features, memory)
    for gate in torch.keys(gates):
      torch._set_item(gates, gate, torch.reshape(gates[gate], [torch.size(x, 0), -1]))
    return (y, next, gates)

  def forward_seq(self: __torch__.SensorCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    ys = annotate(List[Tensor], [])
    carried = state
    for t in range(torch.size(x, 0)):
      y, carried, ungated, features = (self).advance(torch.select(x, 0, t), carried)
      ys.append(y)
    return (torch.stack(ys), carried)

  def ungated_seq(self: __torch__.SensorCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    forecasts = annotate(List[Tensor], [])
    carried = state
    for t in range(torch.size(x, 0)):
      y, carried, ungated, features = (self).advance(torch.select(x, 0, t), carried)
      forecasts.append(ungated)
    return (torch.stack(forecasts), carried)
