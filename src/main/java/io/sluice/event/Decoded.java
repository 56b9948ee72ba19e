package io.sluice.event;

/** The result of decoding a record: an event, or the reason why there is none. */
public sealed interface Decoded permits Event, Malformed {}
