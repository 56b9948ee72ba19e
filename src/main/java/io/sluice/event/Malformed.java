package io.sluice.event;

/** A record that cannot be scored. {@code detail} is one sentence for people: what was found, and where. */
public record Malformed(Reason reason, String detail) implements Decoded {}
