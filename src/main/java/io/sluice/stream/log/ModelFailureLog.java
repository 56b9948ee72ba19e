package io.sluice.stream.log;

import io.sluice.event.DeadLetterReason;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of events on which the model fails: of the first at once, of later ones at most once a minute. */
final class ModelFailureLog {
    static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(ModelFailureLog.class);

    private final Supplier<EventCounts> counts;
    private final LongSupplier clock;
    private long reported;
    private long nextReport;

    /** @param clock gives the time in milliseconds */
    ModelFailureLog(Supplier<EventCounts> counts, LongSupplier clock) {
        this.counts = counts;
        this.clock = clock;
        this.nextReport = clock.getAsLong();
    }

    void check() {
        if (clock.getAsLong() >= nextReport) {
            report();
        }
    }

    /** Looks for the last time, at the stop. */
    void stop() {
        report();
    }

    private void report() {
        EventCounts now = counts.get();
        long failed = now.deadLetters().getOrDefault(DeadLetterReason.MODEL_FAILED, 0L);
        if (failed == reported) {
            return;
        }
        LOG.warn(
                "the model failed on {}, now dead letters (model-failed): {}",
                failed - reported == 1 ? "1 event" : failed - reported + " events",
                DeadLetterLog.printable(now.details().getOrDefault(DeadLetterReason.MODEL_FAILED, "")));
        reported = failed;
        nextReport = clock.getAsLong() + PAUSE.toMillis();
    }
}
