  def cell_openLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    h, c = torch.split_with_sizes(state, [HIDDEN, HIDDEN], 1)
    seen = torch.linear(x, self.w_ihLAYER, self.b_ihLAYER) + torch.linear(h, self.w_hhLAYER, self.b_hhLAYER)
    i_in, f_in, g_in, o_in = torch.split_with_sizes(seen, [HIDDEN, HIDDEN, HIDDEN, HIDDEN], 1)
    i_peep, f_peep, o_peep = torch.split_with_sizes(self.w_peepLAYER, [1, 1, 1], 0)
    i = torch.sigmoid(i_in + i_peep * c)
    f = torch.sigmoid(f_in + f_peep * c)
    c_now = f * c + i * torch.tanh(g_in)
    o = torch.sigmoid(o_in + o_peep * c_now)
    return (i, f, o, c_now)

  def cell_stepLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    i, f, o, c_now = (self).cell_openLAYER(x, state)
    h_now = o * torch.tanh(c_now)
    return (h_now, torch.cat([h_now, c_now], 1))

  def cell_gatesLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Dict[str, Tensor]:
    i, f, o, c_now = (self).cell_openLAYER(x, state)
    return {"forgotten": torch.rsub(f, 1.), "written": i, "shown": o}
