  def evidence(self: __torch__.TextCell,
    x: Tensor) -> Tuple[Tensor, Tensor]:
    # What the tables say of tokens and of known pairs of neighbours, summed; and how many tokens there are.
    edge = torch.zeros_like(torch.narrow(x, 1, 0, 1))
    before = torch.cat([edge, x], 1)
    after = torch.cat([x, edge], 1)
    rows = torch.embedding(self.pairs, torch.remainder(before * ROW_PRIME + after, PAIRS))
    known = torch.eq(torch.narrow(rows, 2, 0, 1), torch.unsqueeze(torch.remainder(before * CHECK_PRIME + after, CHECKS), 2)) * 1.
    joined = torch.sum(torch.narrow(rows, 2, 1, PAIRED) * known, [1])
    said = torch.sum(torch.embedding(self.tokens, x), [1])
    return (said + torch.constant_pad_nd(joined, [0, UNPAIRED]), torch.sum(torch.gt(x, 0) * 1., [1], True))

  def advance(self: __torch__.TextCell,
    said: Tensor,
    count: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    memory, sums, counts, usual, texts = torch.split_with_sizes(state, [MEMORY, SUMS, SUMS, WIDTH, WIDTH], 1)
    # This text, and what its key said before.
    bounded = torch.clamp(said, -8., 8.)
    mean = torch.clamp(said / torch.sqrt(count + 1.), -4., 4.)
    features = torch.cat([bounded, mean], 1)
    mixed = torch.relu(torch.linear(features, self.w_mix, self.b_mix))
    text = torch.linear(torch.dropout(mixed, DROPOUT, self.training), self.w_text, self.b_text) + torch.linear(features, self.w_direct)PAST

    # What the key hears of it, which no gradient of the running mood makes a single text say.
    noted = torch.relu(torch.linear(features, self.w_note, self.b_note))
    heard = torch.linear(torch.dropout(noted, DROPOUT, self.training), self.w_hear, self.b_hear) + torch.detach(text)
    spoken = heard / (torch.abs(heard) + 1.)

    # The key: a recurrent cell, and sums of what was said and of what was unusual, from which its gates let go of what is past.
    # What is usual is the plain mean of the key's first texts, then a slow average; the first text is as usual.
    texts_now = torch.clamp(texts + 1., 0., 32.)
    before = torch.where(torch.gt(texts, 0.5), usual, bounded)
    unusual = bounded - before
    usual_now = before + unusual / texts_now
    seen = torch.cat([features, spoken, unusual], 1)
    hidden, memory_now = (self).cell_step(seen, memory)
    keep = torch.sigmoid(torch.linear(hidden, self.w_keep, self.b_keep))
    sums_now = keep * sums + torch.cat([bounded, spoken, unusual, spoken], 1)
    counts_now = keep * counts + count
    # As evidence adds up, and as a mean: what is usual for this key.
    weighed = torch.cat([4. * sums_now / torch.sqrt(counts_now + 16.), 32. * sums_now / (counts_now + 64.)], 1)
    known = torch.dropout(torch.cat([hidden, weighed], 1), DROPOUT, self.training)
    judged = torch.relu(torch.linear(known, self.w_judge, self.b_judge))
    running = torch.linear(judged, self.w_run, self.b_run) + torch.linear(weighed, self.w_sum)
    return (torch.narrow(text, 1, 0, LABELS), torch.narrow(running, 1, 0, LABELS), torch.cat([memory_now, sums_now, counts_now, usual_now, texts_now], 1), seen)

  def logits(self: __torch__.TextCell,
    text: Tensor,
    running: Tensor) -> Tensor:
    # About their mean: what is not known is 0.
    return torch.cat([text - torch.mean(text, [1], True), running - torch.mean(running, [1], True)], 1) * self.sharpness

  def forward(self: __torch__.TextCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    said, count = (self).evidence(x)
    text, running, next, seen = (self).advance(said, count, state)
    return ((self).logits(text, running), next)

  def explain(self: __torch__.TextCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Dict[str, Tensor]]:
    said, count = (self).evidence(x)
    text, running, next, seen = (self).advance(said, count, state)
    return ((self).logits(text, running), next, (self).cell_gates(seen, torch.narrow(state, 1, 0, MEMORY)))

  def forward_seq(self: __torch__.TextCell,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    ys = annotate(List[Tensor], [])
    carried = state
    for t in range(torch.size(x, 0)):
      y, carried = (self).forward(torch.select(x, 0, t), carried)
      ys.append(y)
    return (torch.stack(ys), carried)

  def learn_seq(self: __torch__.TextCell,
    said: Tensor,
    count: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    texts = annotate(List[Tensor], [])
    runnings = annotate(List[Tensor], [])
    carried = state
    for t in range(torch.size(said, 0)):
      text, running, carried, seen = (self).advance(torch.select(said, 0, t), torch.select(count, 0, t), carried)
      texts.append(text)
      runnings.append(running)
    return (torch.stack(texts), torch.stack(runnings), carried)
