package io.sluice.stream.log;

import io.sluice.event.DeadLetterReason;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of dead letters if they are at least one in a hundred events. It looks every ten seconds, and waits a minute
 * after each warning.
 */
final class DeadLetterLog {
    static final Duration INTERVAL = Duration.ofSeconds(10);
    static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int NOTEWORTHY = 100;
    private static final Comparator<Map.Entry<DeadLetterReason, Long>> MOST_FIRST =
            Map.Entry.<DeadLetterReason, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterLog.class);

    private final Supplier<EventCounts> counts;
    private final LongSupplier clock;
    private EventCounts seen;
    private long nextLook;

    /** @param clock gives the time in milliseconds */
    DeadLetterLog(Supplier<EventCounts> counts, LongSupplier clock) {
        this.counts = counts;
        this.clock = clock;
        this.seen = counts.get();
        this.nextLook = clock.getAsLong() + INTERVAL.toMillis();
    }

    void check() {
        if (clock.getAsLong() < nextLook) {
            return;
        }
        EventCounts now = counts.get();
        EventCounts recent = now.since(seen);
        seen = now;
        boolean noteworthy = isNoteworthy(recent);
        if (noteworthy) {
            LOG.warn(
                    "{} of the last {} events are dead letters: {}",
                    recent.allDeadLetters(),
                    recent.events(),
                    reasons(recent.deadLetters()));
        }
        nextLook = clock.getAsLong() + (noteworthy ? PAUSE : INTERVAL).toMillis();
    }

    private static boolean isNoteworthy(EventCounts recent) {
        return recent.allDeadLetters() > 0 && recent.allDeadLetters() * NOTEWORTHY >= recent.events();
    }

    private static String reasons(Map<DeadLetterReason, Long> letters) {
        return letters.entrySet().stream()
                .sorted(MOST_FIRST)
                .map(each -> each.getKey().code() + (letters.size() == 1 ? "" : " (" + each.getValue() + ")"))
                .collect(Collectors.joining(", "));
    }
}
