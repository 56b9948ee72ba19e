  def cell_attendLAYER(self: CLASS,
    e: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # This step's query over the keys of the last steps, its own among them: weights [B, WINDOW, HEADS], by slot.
    keys, values, filled, place = torch.split_with_sizes(state, [WINDOW * HIDDEN, WINDOW * HIDDEN, 1, 1], 1)
    q, k, v = torch.split_with_sizes(torch.linear(e, self.w_qkvLAYER, self.b_qkvLAYER), [HIDDEN, HIDDEN, HIDDEN], 1)
    here = torch.unsqueeze(torch.eq(self.slotsLAYER, place), 2)
    keys_now = torch.where(here, torch.unsqueeze(k, 1), torch.reshape(keys, [-1, WINDOW, HIDDEN]))
    values_now = torch.where(here, torch.unsqueeze(v, 1), torch.reshape(values, [-1, WINDOW, HIDDEN]))
    filled_now = torch.clamp(filled + 1., 0., WINDOW.)
    age = torch.to(torch.remainder(place - self.slotsLAYER, WINDOW.), 4)
    fits = torch.reshape(torch.unsqueeze(q, 1) * keys_now, [-1, WINDOW, HEADS, HIDDEN // HEADS])
    scores = torch.sum(fits, [3]) * SCALE + torch.embedding(self.w_ageLAYER, age)
    empty = torch.unsqueeze(torch.ge(self.slotsLAYER, filled_now), 2)
    weights = torch.softmax(torch.masked_fill(scores, empty, -1e9), 1)
    heads = torch.reshape(values_now, [-1, WINDOW, HEADS, HIDDEN // HEADS])
    context = torch.reshape(torch.sum(torch.unsqueeze(weights, 3) * heads, [1]), [-1, HIDDEN])
    ring_now = [torch.reshape(keys_now, [-1, WINDOW * HIDDEN]), torch.reshape(values_now, [-1, WINDOW * HIDDEN]), filled_now, torch.remainder(place + 1., WINDOW.)]
    return (context, weights, torch.cat(ring_now, 1))

  def cell_stepLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    e = EMBEDDED
    context, weights, state_now = (self).cell_attendLAYER(e, state)
    attended = e + torch.linear(context, self.w_outLAYER, self.b_outLAYER)
    a = torch.layer_norm(attended, [HIDDEN], self.scale_aLAYER, self.shift_aLAYER)
    inner = torch.relu(torch.linear(a, self.w_wideLAYER, self.b_wideLAYER))
    fed = a + torch.linear(inner, self.w_narrowLAYER, self.b_narrowLAYER)
    return (torch.layer_norm(fed, [HIDDEN], self.scale_fLAYER, self.shift_fLAYER), state_now)

  def cell_gatesLAYER(self: CLASS,
    x: Tensor,
    state: Tensor) -> Dict[str, Tensor]:
    context, weights, state_now = (self).cell_attendLAYER(EMBEDDED, state)
    # By age: this step first; the mean over the heads.
    place = torch.narrow(state, 1, torch.size(state, 1) - 1, 1)
    aged = torch.to(torch.remainder(place - self.slotsLAYER, WINDOW.), 4)
    return {"attended": torch.gather(torch.mean(weights, [2]), 1, aged)}
