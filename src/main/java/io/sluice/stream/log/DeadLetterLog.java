package io.sluice.stream.log;

import io.sluice.event.DeadLetterReason;
import java.util.Comparator;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of dead letters, if they are a {@link NoteworthyShare} of the events. */
final class DeadLetterLog {
    private static final Comparator<Map.Entry<DeadLetterReason, Long>> MOST_FIRST =
            Map.Entry.<DeadLetterReason, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterLog.class);

    private final NoteworthyShare share;

    /** @param clock gives the time in milliseconds */
    DeadLetterLog(Supplier<EventCounts> counts, LongSupplier clock) {
        this.share = new NoteworthyShare(counts, EventCounts::allDeadLetters, clock);
    }

    void check() {
        share.look()
                .ifPresent(recent -> LOG.warn(
                        "{} of the last {} events are dead letters: {}",
                        recent.allDeadLetters(),
                        recent.events(),
                        reasons(recent.deadLetters())));
    }

    private static String reasons(Map<DeadLetterReason, Long> letters) {
        return letters.entrySet().stream()
                .sorted(MOST_FIRST)
                .map(each -> each.getKey().code() + (letters.size() == 1 ? "" : " (" + each.getValue() + ")"))
                .collect(Collectors.joining(", "));
    }
}
