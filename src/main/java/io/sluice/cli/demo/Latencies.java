package io.sluice.cli.demo;

import java.util.concurrent.TimeUnit;

/** A histogram of latencies in whole milliseconds. A latency above {@value #MAX_MILLIS} ms counts as that value. */
final class Latencies {
    static final int MAX_MILLIS = 60_000;

    private final long[] counts = new long[MAX_MILLIS + 1];
    private long total;

    void add(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        counts[(int) Math.min(millis, MAX_MILLIS)]++;
        total++;
    }

    /**
     * Returns a percentile of the latencies in milliseconds.
     *
     * @param percent from 1 to 100
     * @return the smallest value that at least this share of the latencies does not exceed; 0 without latencies
     */
    int percentile(int percent) {
        long rank = (total * percent + 99) / 100;
        long seen = 0;
        for (int millis = 0; millis <= MAX_MILLIS; millis++) {
            seen += counts[millis];
            if (seen >= rank && seen > 0) {
                return millis;
            }
        }
        return 0;
    }
}
