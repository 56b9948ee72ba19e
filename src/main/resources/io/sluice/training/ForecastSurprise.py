    # Surprise: absolute residuals in units of their own slow mean.
    parts = present * torch.narrow(off, 1, 2, 2) / torch.maximum(torch.narrow(means_now, 1, 2, 2), floor)
    squares = torch.sum(parts * parts, [1], True)
    surprise = torch.sqrt(torch.sum(torch.reshape(squares, [-1, CHANNELS]), [1], True))
