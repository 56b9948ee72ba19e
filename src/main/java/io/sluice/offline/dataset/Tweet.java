package io.sluice.offline.dataset;

/**
 * A short message with a label, by its author at a time.
 *
 * @param line where its row ends in the file, from 1
 * @param time in milliseconds since the epoch
 */
public record Tweet(long line, String user, long time, String label, String text) {}
