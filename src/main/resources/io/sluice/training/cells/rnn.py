  def cell_stepLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    h = torch.rnn_tanh_cell(x, state, self.w_ihLAYER, self.w_hhLAYER, self.b_ihLAYER, self.b_hhLAYER)
    return (h, h)

  def cell_sequenceLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    weights = [self.w_ihLAYER, self.w_hhLAYER, self.b_ihLAYER, self.b_hhLAYER]
    y, h = torch.rnn_tanh(x, torch.unsqueeze(state, 0), weights, True, 1, 0., self.training, False, False)
    return (y, torch.squeeze(h, 0))

  def cell_gatesLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Dict[str, Tensor]:
    # All of the state is replaced by what all of the past gives.
    return annotate(Dict[str, Tensor], {})
