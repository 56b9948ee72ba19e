  def advance(self: __torch__.NextItemCell,
    items: Tensor,
    recent: Tensor) -> Tuple[Tensor, Tensor]:
    # The item moves to the front of the ring, or enters there; an unknown one changes nothing.
    item = torch.unsqueeze(items, 1) * 1.
    known = torch.gt(item, 0.5)
    same = torch.eq(recent, item) * known
    above = torch.cumsum(torch.narrow(same, 1, 0, RECENT - 1) * 1., 1)
    moved = torch.where(torch.gt(above, 0.5), torch.narrow(recent, 1, 1, RECENT - 1), torch.narrow(recent, 1, 0, RECENT - 1))
    return (torch.where(known, torch.cat([item, moved], 1), recent), same * 1.)

  def gates(self: __torch__.NextItemCell,
    hidden: Tensor,
    support: Tensor,
    came: Tensor,
    open: Tensor) -> Tensor:
    # Logarithms of the shares that the parts of the mixture have; those without anything to say have none.
    seen = torch.cat([torch.dropout(hidden, DROPOUT, self.training), support, came], 1)
    judged = torch.relu(torch.linear(seen, self.w_seen, self.b_seen))
    shares = torch.narrow(torch.linear(judged, self.w_gate, self.b_gate), 1, 0, PARTS)
    closed = torch.cat([torch.narrow(open, 1, 0, 1) * 0., open * 1e9 - 1e9], 1)
    return torch.log_softmax(shares + closed, 1)

  def probabilities(self: __torch__.NextItemCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    # Of every row of the tables, and the next state.
    items = torch.select(x, 1, 0)
    memory, recent = torch.split_with_sizes(state, [MEMORY, RECENT], 1)
    hidden_now, memory_now = (self).cell_step(torch.embedding(self.items, items), memory)
    recent_now, came = (self).advance(items, recent)
    ring = torch.to(recent_now, 4)
    support = torch.embedding(self.support, ring)
    rules = torch.embedding(self.rules, ring)
    weights = torch.reshape(torch.embedding(self.weights, ring), [-1, RECENT, 2, RULES])
    ruled = torch.gt(torch.reshape(torch.select(weights, 3, 0), [-1, 2 * RECENT]), 0.) * 1.
    clicked = torch.gt(recent_now, 0.5) * 1.
    shares = torch.exp((self).gates(hidden_now, torch.squeeze(support, 2), came, torch.cat([ruled, clicked], 1)))
    learned = torch.softmax(torch.linear(hidden_now, self.ranked, self.bias), 1) * torch.narrow(shares, 1, 0, 1)
    counted = weights * torch.reshape(torch.narrow(shares, 1, 1, 2 * RECENT), [-1, RECENT, 2, 1])
    all = torch.scatter_add(learned, 1, torch.to(torch.flatten(rules, 1), 4), torch.flatten(counted, 1))
    all = torch.scatter_add(all, 1, ring, torch.narrow(shares, 1, 1 + 2 * RECENT, RECENT))
    return (all, torch.cat([memory_now, recent_now], 1))

  def forward(self: __torch__.NextItemCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    all, next = (self).probabilities(x, state)
    # The best items are in the blocks with the largest maxima, so most of a large catalogue is looked at once.
    blocks = torch.reshape(all, [-1, BLOCKS, BLOCK])
    maxima, best = torch.topk(torch.amax(blocks, [2], False), KEPT, 1, True, False)
    chosen, order = torch.sort(best, 1, False)
    wide = torch.expand(torch.unsqueeze(chosen, 2), [-1, -1, BLOCK])
    within = torch.remainder(torch.cumsum(torch.flatten(wide * 0 + 1, 1), 1) - 1, BLOCK)
    ids = torch.flatten(wide * BLOCK, 1) + within
    kept = torch.flatten(torch.gather(blocks, 1, wide), 1)
    real = torch.logical_and(torch.gt(ids, 0), torch.le(ids, ITEMS))
    values, places = torch.topk(torch.where(real, kept, torch.zeros_like(kept) - 1.), DEPTH, 1, True, True)
    ranked = torch.gather(ids, 1, places)
    return (torch.cat([ranked * 1., torch.log(torch.clamp(values, 1e-30))], 1), next)

  def explain(self: __torch__.NextItemCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Dict[str, Tensor]]:
    y, next = (self).forward(x, state)
    clicked = torch.embedding(self.items, torch.select(x, 1, 0))
    return (y, next, (self).cell_gates(clicked, torch.narrow(state, 1, 0, MEMORY)))

  def learn(self: __torch__.NextItemCell,
    x: Tensor,
    at: Tensor,
    support: Tensor,
    came: Tensor,
    open: Tensor,
    said: Tensor,
    target: Tensor,
    sampled: Tensor,
    chance: Tensor,
    memory: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    inputs = torch.dropout(torch.embedding(self.items, x), DROPOUT, self.training)
    hiddens, memory_now = (self).cell_sequence(inputs, memory)
    judged = torch.index_select(torch.flatten(hiddens, 0, 1), 0, at)
    shares = (self).gates(judged, support, came, open)
    kept = torch.dropout(judged, DROPOUT, self.training)
    # Sampled softmax: what was drawn stands for all that might have been drawn, by 1 / its chance.
    right = torch.sum(kept * torch.embedding(self.ranked, target), [1], True) + torch.unsqueeze(torch.index_select(self.bias, 0, target), 1)
    drawn = torch.linear(kept, torch.embedding(self.ranked, sampled), torch.index_select(self.bias, 0, sampled)) - chance
    others = torch.where(torch.eq(torch.unsqueeze(target, 1), torch.unsqueeze(sampled, 0)), torch.zeros_like(drawn) - 1e9, drawn)
    learned = right - torch.logsumexp(torch.cat([right, others], 1), [1], True)
    parts = torch.cat([learned, torch.log(said + 1e-9)], 1)
    return (torch.neg(torch.logsumexp(parts + shares, [1])), torch.neg(learned), memory_now)
