package io.sluice.stream.log;

import io.sluice.event.DeadLetterReason;
import java.util.Comparator;
import java.util.Locale;
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

    private static final int MOST_SHOWN = 200;

    private final NoteworthyShare share;

    /** @param clock gives the time in milliseconds */
    DeadLetterLog(Supplier<EventCounts> counts, LongSupplier clock) {
        this.share = new NoteworthyShare(counts, EventCounts::allDeadLetters, clock);
    }

    void check() {
        share.look().ifPresent(DeadLetterLog::warn);
    }

    /** Looks for the last time, at the stop. */
    void stop() {
        share.lookNow().ifPresent(DeadLetterLog::warn);
    }

    private static void warn(EventCounts recent) {
        LOG.warn(
                "{} of the last {} events are dead letters: {}{}",
                recent.allDeadLetters(),
                recent.events(),
                reasons(recent.deadLetters()),
                example(recent));
    }

    /** Returns the detail of the latest dead letter of the most frequent reason. It may hold parts of the event. */
    private static String example(EventCounts recent) {
        return recent.deadLetters().entrySet().stream()
                .min(MOST_FIRST)
                .map(most -> recent.details().get(most.getKey()))
                .map(detail -> "; for example, " + printable(detail))
                .orElse("");
    }

    static String printable(String detail) {
        String shown = detail.length() > MOST_SHOWN ? detail.substring(0, MOST_SHOWN) + "..." : detail;
        return shown.chars()
                .mapToObj(each ->
                        isPrintable(each) ? String.valueOf((char) each) : String.format(Locale.ROOT, "\\u%04x", each))
                .collect(Collectors.joining());
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String reasons(Map<DeadLetterReason, Long> letters) {
        return letters.entrySet().stream()
                .sorted(MOST_FIRST)
                .map(each -> each.getKey().code() + (letters.size() == 1 ? "" : " (" + each.getValue() + ")"))
                .collect(Collectors.joining(", "));
    }
}
