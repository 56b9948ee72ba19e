package io.sluice.event;

/** A numeric channel of an event: its name and the JSON pointer (RFC 6901) to its value. */
public record Channel(String name, String pointer) {}
