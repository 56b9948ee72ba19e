package io.sluice.offline.bench;

/**
 * The result of one run of one variant.
 *
 * @param variant the name of the variant
 * @param eventsPerSecond the throughput over the measured window
 * @param cpuMicrosPerEvent the CPU time of this process per event, over all its threads and the JIT compiler; the
 *     broker runs in another process
 * @param rowsPerCall the mean number of rows per call of the model
 * @param checksum the checksum of all predictions in any order; equal if the predictions are equal byte for byte
 */
public record Measurement(
        String variant, double eventsPerSecond, double cpuMicrosPerEvent, double rowsPerCall, long checksum) {}
