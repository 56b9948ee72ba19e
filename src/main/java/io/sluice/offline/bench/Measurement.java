package io.sluice.offline.bench;

import io.sluice.config.SluiceConfig;

/**
 * The result of one run of one variant.
 *
 * @param store the store of the states
 * @param eventsPerSecond the throughput over the measured window
 * @param cpuMicrosPerEvent the CPU time of this process per event, over all its threads and the JIT compiler; the
 *     broker runs in another process
 * @param rowsPerCall the mean number of rows per call of the model
 * @param checksum the checksum of all predictions in any order; equal if the predictions are equal byte for byte
 * @param footprint the room that the run took
 */
public record Measurement(
        Variant variant,
        SluiceConfig.StateStore store,
        double eventsPerSecond,
        double cpuMicrosPerEvent,
        double rowsPerCall,
        long checksum,
        Footprint footprint) {}
