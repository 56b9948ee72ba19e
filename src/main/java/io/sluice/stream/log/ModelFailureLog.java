package io.sluice.stream.log;

import io.sluice.event.DeadLetterReason;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of events on which the model fails. */
final class ModelFailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFailureLog.class);

    private final Supplier<EventCounts> counts;
    private final PacedCount failed;

    /** @param clock gives the time in milliseconds */
    ModelFailureLog(Supplier<EventCounts> counts, LongSupplier clock) {
        this.counts = counts;
        this.failed = new PacedCount(clock);
    }

    void check() {
        EventCounts now = counts.get();
        report(failed.due(failures(now)), now);
    }

    /** Looks for the last time, at the stop. */
    void stop() {
        EventCounts now = counts.get();
        report(failed.rest(failures(now)), now);
    }

    private static long failures(EventCounts now) {
        return now.deadLetters().getOrDefault(DeadLetterReason.MODEL_FAILED, 0L);
    }

    private static void report(long more, EventCounts now) {
        if (more != 0) {
            LOG.warn(
                    "the model failed on {}, now dead letters (model-failed): {}",
                    more == 1 ? "1 event" : more + " events",
                    DeadLetterLog.printable(now.details().getOrDefault(DeadLetterReason.MODEL_FAILED, "")));
        }
    }
}
