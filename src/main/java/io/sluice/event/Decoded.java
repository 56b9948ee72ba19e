package io.sluice.event;

/** What the bytes of a record turned out to be. */
public sealed interface Decoded permits Event, Malformed {}
