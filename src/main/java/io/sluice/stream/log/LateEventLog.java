package io.sluice.stream.log;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of events that are older than the latest event of their key, if they are a {@link NoteworthyShare}. */
final class LateEventLog {
    private static final Logger LOG = LoggerFactory.getLogger(LateEventLog.class);

    private final NoteworthyShare share;

    /** @param clock gives the time in milliseconds */
    LateEventLog(Supplier<EventCounts> counts, LongSupplier clock) {
        this.share = new NoteworthyShare(counts, EventCounts::late, clock);
    }

    void check() {
        share.look().ifPresent(LateEventLog::warn);
    }

    /** Looks for the last time, at the stop. */
    void stop() {
        share.lookNow().ifPresent(LateEventLog::warn);
    }

    private static void warn(EventCounts recent) {
        LOG.warn(
                "{} of the last {} events are older than the latest event of their key; they were scored in the order"
                        + " in which they came",
                recent.late(),
                recent.events());
    }
}
