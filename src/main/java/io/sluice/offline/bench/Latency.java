package io.sluice.offline.bench;

import org.HdrHistogram.Histogram;

/**
 * The times from the moment at which an event was due to be sent, to the moment at which a reader had its committed
 * prediction, in milliseconds. An event that is sent late because an earlier one took long counts from the moment at
 * which it was due, so waiting is not left out (coordinated omission).
 *
 * @param unserved the number of events whose predictions had not come when the run ended; they count with the time up
 *     to then, so the percentiles are too small
 * @param latestSend the longest delay of a sending: a large one says that this machine could not send at the rate
 */
public record Latency(double p50, double p99, double p999, double max, long events, long unserved, double latestSend) {
    private static final double MICROS_A_MILLI = 1000;

    /** Takes a histogram of microseconds. */
    static Latency of(Histogram micros, long unserved, double latestSend) {
        return new Latency(
                micros.getValueAtPercentile(50) / MICROS_A_MILLI,
                micros.getValueAtPercentile(99) / MICROS_A_MILLI,
                micros.getValueAtPercentile(99.9) / MICROS_A_MILLI,
                micros.getMaxValue() / MICROS_A_MILLI,
                micros.getTotalCount(),
                unserved,
                latestSend);
    }
}
