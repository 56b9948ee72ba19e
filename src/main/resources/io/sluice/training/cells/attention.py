  def cell_attendLAYER(self: CLASS,
    h: Tensor,
    ring: Tensor,
    filled: Tensor) -> Tensor:
    # Of each hidden vector in the ring, its part in the context; none of a slot that is not filled yet.
    live = torch.lt(self.slotsLAYER, filled)
    scores = torch.sum(torch.unsqueeze(torch.linear(h, self.w_scoreLAYER), 1) * ring, [2])
    weights = torch.softmax(torch.masked_fill(scores, torch.logical_not(live), -1e9), 1)
    return weights * torch.to(live, 6)

  def cell_stepLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    memory, past, filled, place = torch.split_with_sizes(state, [MEMORY, WINDOW * HIDDEN, 1, 1], 1)
    h, memory_now = (self).cell_stepLAYER_inner(x, memory)
    ring = torch.reshape(past, [-1, WINDOW, HIDDEN])
    weights = (self).cell_attendLAYER(h, ring, filled)
    context = torch.sum(torch.unsqueeze(weights, 2) * ring, [1])
    y = torch.tanh(torch.linear(torch.cat([context, h], 1), self.w_contextLAYER))
    here = torch.unsqueeze(torch.eq(self.slotsLAYER, place), 2)
    ring_now = torch.where(here, torch.unsqueeze(h, 1), ring)
    filled_now = torch.clamp(filled + 1., 0., WINDOW.)
    place_now = torch.remainder(place + 1., WINDOW.)
    return (y, torch.cat([memory_now, torch.reshape(ring_now, [-1, WINDOW * HIDDEN]), filled_now, place_now], 1))

  def cell_gatesLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Dict[str, Tensor]:
    memory, past, filled, place = torch.split_with_sizes(state, [MEMORY, WINDOW * HIDDEN, 1, 1], 1)
    h, memory_now = (self).cell_stepLAYER_inner(x, memory)
    gates = (self).cell_gatesLAYER_inner(x, memory)
    weights = (self).cell_attendLAYER(h, torch.reshape(past, [-1, WINDOW, HIDDEN]), filled)
    # By age: the vector before this one first.
    aged = torch.to(torch.remainder(place - self.slotsLAYER - 1., WINDOW.), 4)
    torch._set_item(gates, "attended", torch.gather(weights, 1, aged))
    return gates
