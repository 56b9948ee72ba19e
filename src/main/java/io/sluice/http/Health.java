package io.sluice.http;

/**
 * The health of a pipeline at one moment.
 *
 * @param live false if the pipeline cannot recover without a restart of the process
 * @param ready true if the pipeline processes events now; false while it starts, rebalances, restores or stops
 * @param state the pipeline's state as a word for people
 */
public record Health(boolean live, boolean ready, String state) {}
