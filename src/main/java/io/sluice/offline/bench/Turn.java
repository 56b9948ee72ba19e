package io.sluice.offline.bench;

import io.sluice.config.SluiceConfig;

/**
 * One run of a benchmark.
 *
 * @param round the number of the round, from 1
 */
public record Turn(int round, Variant variant, SluiceConfig.StateStore store) {}
