package io.sluice.stream.log;

import io.sluice.Internal;
import io.sluice.event.DeadLetterReason;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The numbers of events since the start of the process.
 *
 * @param events the number of events that had their outcome
 * @param deadLetters the number of those that became dead letters, by their reason
 * @param details the detail of the latest dead letter of each reason
 * @param unreadable the number of events whose key had a state that cannot be read
 * @param late the number of events that are older than the latest event of their key
 * @param fields the fields that the scored events had
 */
@Internal
public record EventCounts(
        long events,
        Map<DeadLetterReason, Long> deadLetters,
        Map<DeadLetterReason, String> details,
        long unreadable,
        long late,
        FieldsSeen fields) {
    public EventCounts {
        details = Map.copyOf(details);
        deadLetters = Map.copyOf(deadLetters);
    }

    /**
     * Returns what was added since earlier counts. Reasons without new dead letters are left out. Details and fields
     * are those of now.
     */
    EventCounts since(EventCounts earlier) {
        Map<DeadLetterReason, Long> letters = deadLetters.entrySet().stream()
                .filter(each -> each.getValue() > earlier.deadLetters.getOrDefault(each.getKey(), 0L))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> each.getValue() - earlier.deadLetters.getOrDefault(each.getKey(), 0L)));
        return new EventCounts(
                events - earlier.events,
                letters,
                details,
                unreadable - earlier.unreadable,
                late - earlier.late,
                fields);
    }

    long allDeadLetters() {
        return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }
}
