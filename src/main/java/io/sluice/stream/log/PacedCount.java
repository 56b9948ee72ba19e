package io.sluice.stream.log;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A count of faults. Its first increase is reported at once, and later ones at most once a minute. */
public final class PacedCount {
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final LongSupplier clock;
    private long reported;
    private long nextReport;

    /** @param clock gives the time in milliseconds */
    public PacedCount(LongSupplier clock) {
        this.clock = clock;
        this.nextReport = clock.getAsLong();
    }

    /** Returns the increase to report now; 0 if there is none, or it must wait. */
    public long due(long count) {
        return clock.getAsLong() < nextReport ? 0 : rest(count);
    }

    /** Returns the increase since the last report. It counts as reported from now on. */
    long rest(long count) {
        long increase = count - reported;
        if (increase != 0) {
            reported = count;
            nextReport = clock.getAsLong() + PAUSE.toMillis();
        }
        return increase;
    }
}
