  def cell_sequenceLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    ys = annotate(List[Tensor], [])
    carried = state
    for t in range(torch.size(x, 0)):
      y, carried = (self).cell_stepLAYER(torch.select(x, 0, t), carried)
      ys.append(y)
    return (torch.stack(ys), carried)
