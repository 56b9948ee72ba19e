  def forward(self: __torch__.SensorCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    # One row a channel: B keys of CHANNELS channels are B * CHANNELS rows.
    rows = torch.reshape(state, [-1, WIDTH])
    hidden = torch.narrow(rows, 1, STATISTICS, HIDDEN)
    statistics = torch.detach(torch.narrow(rows, 1, 0, STATISTICS))
    SLOTS

    # The reading, the clock.
    pairs = torch.reshape(torch.narrow(x, 1, 0, 2 * CHANNELS), [-1, 2])
    missing = torch.narrow(pairs, 1, 1, 1)
    present = 1. - missing
    clock = torch.repeat_interleave(torch.narrow(x, 1, 2 * CHANNELS, 5), CHANNELS, 0)
    gap = torch.clamp(torch.narrow(clock, 1, 0, 1), 0., 40.) / 8. - 1.
    phase = torch.narrow(clock, 1, 1, 4)
    sin1 = torch.narrow(phase, 1, 0, 1)
    cos1 = torch.narrow(phase, 1, 1, 1)
    sin2 = 2. * sin1 * cos1
    cos2 = 1. - 2. * sin1 * sin1
    sin3 = sin2 * cos1 + cos2 * sin1
    cos3 = cos2 * cos1 - sin2 * sin1
    sin4 = 2. * sin2 * cos2
    cos4 = 1. - 2. * sin2 * sin2
    waves = torch.cat([phase, sin2, cos2, sin3, cos3, sin4, cos4], 1)

    # A channel never seen takes its first reading for everything; a missing one repeats its last.
    known = torch.gt(count, 0.5)
    reading = torch.clamp(torch.narrow(pairs, 1, 0, 1), -1e30, 1e30)
    v = torch.where(torch.gt(missing, 0.5), last, reading)
    expected = torch.where(known, forecast, v)
    mean_before = torch.where(known, mean, v)
    fast_before = torch.where(known, fast, v)
    middle_before = torch.where(known, middle, v)
    step = v - torch.where(known, last, v)

    # Averages: the plain mean of the first readings, then an exponential one.
    count_now = count + present
    share = torch.reciprocal(torch.clamp(count_now, 1.))
    slowest = present * torch.clamp(share, 0.002)
    slow = present * torch.clamp(share, 0.005)
    steady = present * torch.clamp(share, 0.01)
    quick = present * torch.clamp(share, 0.02)
    mean_now = mean_before + slow * (v - mean_before)
    fast_now = fast_before + present * 0.4 * (v - fast_before)
    middle_now = middle_before + present * torch.clamp(share, 0.08) * (v - middle_before)
    spread_now = spread + slow * (torch.abs(v - mean_before) - spread)
    change_now = change + steady * (torch.abs(step) - change)
    floor = torch.clamp(torch.abs(v) * 1e-6, 1e-20)
    unit = torch.maximum(change_now, floor)
    run_now = torch.where(torch.gt(torch.abs(step), floor), torch.zeros_like(run), run + present)

    # The seasonal curve, by least mean squares.
    curve_before = mean_before + torch.sum(season * waves, [1], True)
    season_now = season + quick * (v - curve_before) * waves / 5.
    curve = mean_now + torch.sum(season_now * waves, [1], True)

    # The autoregression of changes, by normalised least mean squares.
    lags_scaled = torch.clamp(lags / unit, -10., 10.)
    missed = torch.clamp(step / unit, -10., 10.) - torch.sum(weights * lags_scaled, [1], True)
    power = 1. + torch.mean(lags_scaled * lags_scaled, [1], True)
    weights_now = torch.clamp(weights + present * 0.02 * missed * lags_scaled / power, -2., 2.)
    shifted = torch.cat([step, torch.narrow(lags, 1, 0, LAGS - 1)], 1)
    lags_now = torch.where(torch.gt(missing, 0.5), lags, shifted)
    regression = torch.sum(weights_now * torch.clamp(lags_now / unit, -10., 10.), [1], True)

    # How well each forecaster, and the cell itself, foretold this reading, in units of change.
    judged = quick * torch.clamp(count, 0., 1.)
    errors_now = errors + judged * (torch.clamp(torch.abs((said - v) / unit), 0., 20.) - errors)
    own = torch.clamp(torch.abs((expected - v) / unit), 0., 20.)
    forecast_error_now = forecast_error + judged * (own - forecast_error)
    base = torch.narrow(errors_now, 1, 0, 1)
    worse = (errors_now - base) / (errors_now + base + 0.1)
    worse_own = (forecast_error_now - base) / (forecast_error_now + base + 0.1)

    # What each forecaster says of the next reading.
    moves = torch.cat([torch.zeros_like(v), (fast_now - v) / unit, (middle_now - v) / unit, (mean_now - v) / unit, step / unit, (curve - v) / unit, regression], 1)
    offsets = torch.clamp(moves, -20., 20.)
    said_now = v + unit * offsets

    # The GRU weighs them and adds a correction.
    squashed = offsets / (1. + torch.abs(offsets))
    features = torch.cat([torch.narrow(squashed, 1, 1, EXPERTS - 1), gap, phase, run_now / (run_now + 8.), unit / (unit + spread_now), missing, share, torch.narrow(worse, 1, 1, EXPERTS - 1), worse_own], 1)
    hidden_now = torch.gru_cell(features, hidden, self.w_ih, self.w_hh, self.b_ih, self.b_hh)
    head = torch.linear(hidden_now, self.w_o, self.b_o)
    trusted = torch.softmax(torch.narrow(head, 1, 0, EXPERTS) - self.trust * worse, 1)
    correction = torch.narrow(head, 1, EXPERTS, 1)
    forecast_now = v + unit * (torch.sum(trusted * offsets, [1], True) + correction)

    # Surprise: absolute residuals in units of their own slow mean.
    off_forecast = present * torch.abs(v - expected)
    off_curve = present * torch.abs(v - curve_before)
    residual_now = residual + slowest * (off_forecast - residual)
    deviation_now = deviation + slowest * (off_curve - deviation)
    part1 = off_forecast / torch.maximum(residual_now, floor)
    part2 = off_curve / torch.maximum(deviation_now, floor)
    squares = part1 * part1 + part2 * part2
    surprise = torch.sqrt(torch.sum(torch.reshape(squares, [-1, CHANNELS]), [1], True))

    parts = torch.cat([expected, forecast_now, torch.sqrt(squares)], 1)
    y = torch.cat([surprise, torch.reshape(parts, [-1, 3 * CHANNELS])], 1)
    next = torch.cat([count_now, run_now, v, mean_now, fast_now, middle_now, change_now, spread_now, forecast_now, forecast_error_now, residual_now, deviation_now, season_now, lags_now, weights_now, said_now, errors_now, hidden_now], 1)
    return (y, torch.reshape(next, [-1, WIDTH * CHANNELS]))

  def forward_seq(self: __torch__.SensorCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    ys = annotate(List[Tensor], [])
    carried = state
    for t in range(torch.size(x, 0)):
      y, carried = (self).forward(torch.select(x, 0, t), carried)
      ys.append(y)
    return (torch.stack(ys), carried)
