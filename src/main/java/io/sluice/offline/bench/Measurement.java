package io.sluice.offline.bench;

/**
 * One run of one variant.
 *
 * @param eventsPerSecond over the measured window
 * @param cpuMicrosPerEvent of this process, all its threads, the JIT compiler's included; the broker is another process
 * @param rowsPerCall of the model
 * @param checksum of all predictions, whatever their order; equal where the predictions are equal byte for byte
 */
public record Measurement(
        String variant, double eventsPerSecond, double cpuMicrosPerEvent, double rowsPerCall, long checksum) {}
