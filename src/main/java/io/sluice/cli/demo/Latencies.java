package io.sluice.cli.demo;

import java.util.concurrent.TimeUnit;

/** How long events took, in whole milliseconds; above {@value #LONGEST} ms all count as that. */
final class Latencies {
    static final int LONGEST = 60_000;

    private final long[] counts = new long[LONGEST + 1];
    private long total;

    void add(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        counts[(int) Math.min(millis, LONGEST)]++;
        total++;
    }

    /** The shortest time within which this share of the events (in percent) was done; 0 where there are none. */
    int percentile(int percent) {
        long rank = (total * percent + 99) / 100;
        long seen = 0;
        for (int millis = 0; millis <= LONGEST; millis++) {
            seen += counts[millis];
            if (seen >= rank && seen > 0) {
                return millis;
            }
        }
        return 0;
    }
}
