package io.sluice.event;

/** The place of an event's record: topic, partition and offset. */
public record Origin(String topic, int partition, long offset) {}
