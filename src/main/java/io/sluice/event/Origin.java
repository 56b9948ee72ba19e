package io.sluice.event;

/** Where an event's record stands: topic, partition and offset. */
public record Origin(String topic, int partition, long offset) {}
