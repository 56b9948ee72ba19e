  def cell_stepLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    h = torch.gru_cell(x, state, self.w_ihLAYER, self.w_hhLAYER, self.b_ihLAYER, self.b_hhLAYER)
    return (h, h)

  def cell_sequenceLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    weights = [self.w_ihLAYER, self.w_hhLAYER, self.b_ihLAYER, self.b_hhLAYER]
    y, h = torch.gru(x, torch.unsqueeze(state, 0), weights, True, 1, 0., self.training, False, False)
    return (y, torch.squeeze(h, 0))

  def cell_gatesLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Dict[str, Tensor]:
    from_x = torch.narrow(torch.linear(x, self.w_ihLAYER, self.b_ihLAYER), 1, 0, 2 * HIDDEN)
    from_h = torch.narrow(torch.linear(state, self.w_hhLAYER, self.b_hhLAYER), 1, 0, 2 * HIDDEN)
    r, z = torch.split_with_sizes(torch.sigmoid(from_x + from_h), [HIDDEN, HIDDEN], 1)
    return {"replaced": torch.rsub(z, 1.), "past_used": r}
