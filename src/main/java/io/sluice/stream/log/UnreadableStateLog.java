package io.sluice.stream.log;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of stored states that cannot be read: of the first at once, of later ones at most once a minute. */
final class UnreadableStateLog {
    static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableStateLog.class);

    private final Supplier<EventCounts> counts;
    private final LongSupplier clock;
    private long reported;
    private long nextReport;

    /** @param clock gives the time in milliseconds */
    UnreadableStateLog(Supplier<EventCounts> counts, LongSupplier clock) {
        this.counts = counts;
        this.clock = clock;
        this.nextReport = clock.getAsLong();
    }

    void check() {
        long unreadable = counts.get().unreadable();
        if (unreadable == reported || clock.getAsLong() < nextReport) {
            return;
        }
        LOG.warn(
                "{} stored states have a format that this version of Sluice cannot read; their keys started again",
                unreadable - reported);
        reported = unreadable;
        nextReport = clock.getAsLong() + PAUSE.toMillis();
    }
}
