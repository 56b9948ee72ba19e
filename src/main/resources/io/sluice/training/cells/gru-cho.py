  def cell_openLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    b = self.b_ihLAYER + self.b_hhLAYER
    w_rz, w_n = torch.split_with_sizes(self.w_hhLAYER, [2 * HIDDEN, HIDDEN], 0)
    from_x, n_x = torch.split_with_sizes(torch.linear(x, self.w_ihLAYER, b), [2 * HIDDEN, HIDDEN], 1)
    r, z = torch.split_with_sizes(torch.sigmoid(from_x + torch.linear(state, w_rz)), [HIDDEN, HIDDEN], 1)
    n = torch.tanh(n_x + torch.linear(r * state, w_n))
    return (r, z, n)

  def cell_stepLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    r, z, n = (self).cell_openLAYER(x, state)
    h = torch.rsub(z, 1.) * state + z * n
    return (h, h)

  def cell_gatesLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Dict[str, Tensor]:
    r, z, n = (self).cell_openLAYER(x, state)
    return {"replaced": z, "past_used": r}
