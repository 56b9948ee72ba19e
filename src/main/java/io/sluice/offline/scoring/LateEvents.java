package io.sluice.offline.scoring;

import io.sluice.event.Timestamps;
import io.sluice.offline.Plural;
import io.sluice.offline.findings.SharedKey;
import io.sluice.recording.RecordingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds late events: those that are older than the latest event of their key before them. The state of a key and its
 * incidents follow the order of the file, so late events change all scores after them.
 */
final class LateEvents {
    private final String file;
    private final Optional<SharedKey> shared;
    private final Map<String, Latest> latest = new HashMap<>();
    private @Nullable String first;
    private long firstLine;
    private long count;

    private record Latest(long time, long line) {}

    /** @param shared the key of all events, if nothing says theirs */
    LateEvents(String file, Optional<SharedKey> shared) {
        this.file = file;
        this.shared = shared;
    }

    /**
     * Adds an event, and refuses a late one.
     *
     * @throws RecordingException if the event is late
     */
    void require(ScoredEvent event) {
        count(event);
        if (first != null) {
            throw new RecordingException(
                    file,
                    event.line(),
                    first
                            + shared.map(one -> "; " + one.whyOlder() + "; otherwise")
                                    .orElse(";")
                            + " sort the rows of each key by time, or add --late-events to score them in the order of"
                            + " the file, as a pipeline does");
        }
    }

    /** Adds an event, and counts a late one. */
    void count(ScoredEvent event) {
        if (!event.timed()) {
            return;
        }
        long time = event.event().timestamp();
        Latest before = latest.get(event.key());
        if (before == null || before.time <= time) {
            latest.put(event.key(), new Latest(time, event.line()));
            return;
        }
        count++;
        if (first == null) {
            first = "the event of " + event.key() + " at " + Timestamps.format(time) + " is older than the one of line "
                    + before.line + " at " + Timestamps.format(before.time);
            firstLine = event.line();
        }
    }

    /** Returns the line of a summary about late events; nothing if there are none. */
    List<String> lines() {
        return first == null
                ? List.of()
                : List.of("warning: " + Plural.format(count, "late event")
                        + ", older than an event of the same key before it. The scores and incidents follow the order"
                        + " of the file. Sort the rows of each key by time if that is wrong. The first, line "
                        + firstLine + ": " + first);
    }
}
