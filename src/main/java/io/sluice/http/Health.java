package io.sluice.http;

/**
 * How the pipeline is at a moment.
 *
 * @param live false if it will not recover by itself and wants a restart
 * @param ready whether it takes events now; not so while it starts, rebalances, restores or stops
 * @param state its state in a word, for people
 */
public record Health(boolean live, boolean ready, String state) {}
