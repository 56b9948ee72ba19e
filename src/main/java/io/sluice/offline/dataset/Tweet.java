package io.sluice.offline.dataset;

/**
 * A short message with its label, author and time.
 *
 * @param line the line of the file where its row ends, from 1
 * @param time the time in milliseconds since the epoch
 */
public record Tweet(long line, String user, long time, String label, String text) {}
