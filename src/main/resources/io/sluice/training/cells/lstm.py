  def cell_stepLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    h, c = torch.split_with_sizes(state, [HIDDEN, HIDDEN], 1)
    h_now, c_now = torch.lstm_cell(x, [h, c], self.w_ihLAYER, self.w_hhLAYER, self.b_ihLAYER, self.b_hhLAYER)
    return (h_now, torch.cat([h_now, c_now], 1))

  def cell_sequenceLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    h, c = torch.split_with_sizes(torch.unsqueeze(state, 0), [HIDDEN, HIDDEN], 2)
    weights = [self.w_ihLAYER, self.w_hhLAYER, self.b_ihLAYER, self.b_hhLAYER]
    y, h_now, c_now = torch.lstm(x, [torch.contiguous(h), torch.contiguous(c)], weights, True, 1, 0., self.training, False, False)
    return (y, torch.squeeze(torch.cat([h_now, c_now], 2), 0))

  def cell_gatesLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Dict[str, Tensor]:
    from_h = torch.linear(torch.narrow(state, 1, 0, HIDDEN), self.w_hhLAYER, self.b_hhLAYER)
    opened = torch.sigmoid(torch.linear(x, self.w_ihLAYER, self.b_ihLAYER) + from_h)
    i, f, g, o = torch.split_with_sizes(opened, [HIDDEN, HIDDEN, HIDDEN, HIDDEN], 1)
    return {"forgotten": torch.rsub(f, 1.), "written": i, "shown": o}
