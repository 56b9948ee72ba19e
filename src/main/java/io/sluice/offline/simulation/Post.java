package io.sluice.offline.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A text of a simulated author and the truth about it.
 *
 * @param author the key of the record
 * @param time the event's own time, as in the JSON
 * @param step the step that this text's prediction has, from 1; 0 where the event is malformed, for such an event is
 *     not scored but sent to the dead letters
 * @param text what the author wrote; empty where the event is malformed
 * @param json the value of the record: {@code {"timestamp": 1772366400000, "text": "..."}}
 * @param mood what the author is in
 * @param tone what this text says
 * @param turn the turn of the mood that shows in this text for the first time
 */
public record Post(
        String author,
        Instant time,
        long step,
        String text,
        String json,
        Mood mood,
        Tone tone,
        @Nullable Turn turn) {}
