package io.sluice.offline.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A text of a simulated author with its ground truth.
 *
 * @param author the key of the record
 * @param time the event's own time, as in the JSON
 * @param step the step of this text's prediction, from 1; 0 where the event is malformed, because such an event goes to
 *     the dead letters without a score
 * @param text the text; empty where the event is malformed
 * @param json the value of the record: {@code {"timestamp": 1772366400000, "text": "..."}}
 * @param mood the author's mood
 * @param tone the tone of this text
 * @param turn the turn of the mood if this is the first text of the new mood, else null
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
