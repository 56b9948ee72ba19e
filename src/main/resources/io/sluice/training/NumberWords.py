  def features(self: __torch__.NumberWords,
    x: Tensor) -> Tensor:
    # Ten letters are ten numbers, from -2 for a to 2 for z; where there is no letter, 0.
    return torch.to(torch.gt(x, 0), 6) * (torch.to(x, 6) - 13.5) * 0.16

  def digits(self: __torch__.NumberWords,
    h: Tensor) -> Tensor:
    # More rows than digits: matrices whose sizes are multiples of 8 give a row the same bits anywhere in a batch.
    return torch.narrow(torch.linear(h, self.w_o, self.b_o), -1, 0, DIGITS)

  def forward(self: __torch__.NumberWords,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    h, next = (self).cell_step((self).features(x), state)
    logits = (self).digits(h)
    # What a word means depends on the words before already, so it is what there is to say of the key so far.
    return (torch.cat([logits, logits], 1), next)

  def forward_seq(self: __torch__.NumberWords,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    h, next = (self).cell_sequence((self).features(x), state)
    logits = (self).digits(h)
    return (torch.cat([logits, logits], 2), next)

  def loss_seq(self: __torch__.NumberWords,
    x: Tensor,
    meant: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor]:
    h, next = (self).cell_sequence((self).features(x), state)
    logits = torch.reshape((self).digits(h), [-1, DIGITS])
    return (torch.cross_entropy_loss(logits, torch.reshape(meant, [-1])), next)

  def explain(self: __torch__.NumberWords,
    x: Tensor,
    state: Tensor) -> Tuple[Tensor, Tensor, Dict[str, Tensor]]:
    y, next = (self).forward(x, state)
    return (y, next, (self).cell_gates((self).features(x), state))
