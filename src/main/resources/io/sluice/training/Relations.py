  def advance(self: __torch__.SensorCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    alone, beside = torch.split_with_sizes(state, [ALONE, BESIDE], 1)
    y, alone_now, ungated, features = (self).advance_alone(x, alone)
    deviations, beside_now = (self).relate(x, torch.detach(beside))
    return (torch.cat([y, deviations], 1), torch.cat([alone_now, beside_now], 1), ungated, features)

  def relate(self: __torch__.SensorCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    steps, count, mean, spread, smooth, products = torch.split_with_sizes(state, [1, CHANNELS, CHANNELS, CHANNELS, CHANNELS, CHANNELS * CHANNELS], 1)
    covariance = torch.reshape(products, [-1, CHANNELS, CHANNELS])
    pairs = torch.reshape(torch.narrow(x, 1, 0, 2 * CHANNELS), [-1, CHANNELS, 2])
    reading = torch.clamp(torch.select(pairs, 2, 0), -1e30, 1e30)
    missing = torch.gt(torch.select(pairs, 2, 1), 0.5)
    present = torch.rsub(torch.to(missing, 6), 1.)

    # Where each channel stands beside its own mean, in units of its usual distance from it.
    center = torch.where(torch.gt(count, 0.5), mean, reading)
    off = torch.where(missing, torch.zeros_like(mean), reading - center)
    unit = torch.maximum(spread, torch.clamp(torch.abs(center) * 1e-6, 1e-20))
    stands = torch.where(torch.gt(count, 1.5), torch.clamp(off / unit, -3., 3.), torch.zeros_like(mean))

    # The inverse of the covariance, a row after the other.
    inverse = covariance + self.relations_unit * 0.03
    for k in range(CHANNELS):
      unit_vector = torch.select(self.relations_unit, 0, k)
      row = torch.select(inverse, 1, k)
      pivot = torch.narrow(row, 1, k, 1)
      across = torch.unsqueeze((row + unit_vector) / pivot, 1)
      down = torch.unsqueeze(torch.select(inverse, 2, k) - unit_vector, 2)
      inverse = inverse - down * across
    own = torch.sum(inverse * self.relations_unit, [2])

    # What a channel is off from what the others say; a missing one stands where the others say.
    untold = torch.sum(inverse * torch.unsqueeze(stands, 1), [2]) / own
    filled = torch.where(missing, torch.clamp(stands - untold, -3., 3.), stands)
    residual = torch.sum(inverse * torch.unsqueeze(filled, 1), [2]) / own
    known = torch.logical_and(torch.gt(count, 9.5), torch.gt(present, 0.5))
    smooth_now = smooth + torch.to(known, 6) * 0.2 * (residual - smooth)
    nothing = torch.neg(torch.ones_like(mean))
    at_once = torch.where(known, torch.abs(residual), nothing)
    smoothed = torch.where(known, torch.abs(smooth_now), nothing)

    # Averages: the plain mean of the first values, then an exponential one.
    steps_now = steps + 1.
    count_now = count + present
    learned = torch.clamp(torch.reciprocal(steps_now), 0.005)
    share = present * torch.clamp(torch.reciprocal(torch.clamp(count_now, 1.)), 0.005)
    product = torch.unsqueeze(filled, 2) * torch.unsqueeze(filled, 1)
    covariance_now = covariance + torch.unsqueeze(learned, 2) * (product - covariance)
    mean_now = torch.where(missing, mean, center + share * off)
    spread_now = spread + share * (torch.abs(off) - spread)
    next = torch.cat([steps_now, count_now, mean_now, spread_now, smooth_now, torch.reshape(covariance_now, [-1, CHANNELS * CHANNELS])], 1)
    deviations = torch.reshape(torch.stack([at_once, smoothed], 2), [-1, 2 * CHANNELS])
    return (deviations, next)
