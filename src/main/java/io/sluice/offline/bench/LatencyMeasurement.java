package io.sluice.offline.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The latencies of one run.
 *
 * @param loadAverage the load of the machine in the minute before the run; negative if it is unknown
 */
public record LatencyMeasurement(
        @JsonUnwrapped Turn turn,
        double loadAverage,
        @JsonUnwrapped Latency latency) {}
