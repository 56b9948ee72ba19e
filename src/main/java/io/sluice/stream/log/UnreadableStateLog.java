package io.sluice.stream.log;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of stored states that cannot be read. */
final class UnreadableStateLog {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableStateLog.class);

    private final Supplier<EventCounts> counts;
    private final PacedCount unreadable;

    /** @param clock gives the time in milliseconds */
    UnreadableStateLog(Supplier<EventCounts> counts, LongSupplier clock) {
        this.counts = counts;
        this.unreadable = new PacedCount(clock);
    }

    void check() {
        long more = unreadable.due(counts.get().unreadable());
        if (more != 0) {
            LOG.warn(
                    "{} stored states have a format that this version of Sluice cannot read; their keys started again",
                    more);
        }
    }
}
