    # Surprise: how far the reading, smoothed, is from a level that hardly follows it, in units of the mean distance. Neither
    # learns more of a reading than twice that distance; both are plain means at first.
    anchored = torch.where(torch.gt(count, 0.5), anchor, v)
    step = v - anchored
    settled = torch.gt(count, 39.5)
    within = torch.where(settled, torch.maximum(torch.minimum(step, 2. * spread), -2. * spread), step)
    follow = present * torch.clamp(share, 0.001)
    anchor_now = anchored + follow * within
    spread_now = spread + follow * (torch.abs(within) - spread)
    distance = torch.clamp(step / torch.maximum(spread, floor), -20., 20.)
    lean_now = lean + present * 0.1 * (torch.where(settled, distance, 0. * step) - lean)
    parts = present * torch.abs(lean_now)
    surprise = torch.mean(torch.reshape(parts, [-1, CHANNELS]), [1], True)
