package io.sluice.offline.simulation;

import java.time.Instant;

/**
 * A turn of an author's mood: ground truth for running labels.
 *
 * @param author the key of the author's texts
 * @param time the time of the first text in the new mood
 * @param step the step of that text, from 1
 */
public record Turn(String author, Instant time, long step, Mood from, Mood to) {
    public Turn {
        if (from == to || step < 2) {
            throw new IllegalArgumentException("a turn of " + author + " from " + from + " to " + to + " at step "
                    + step + ": the moods must differ and the step must be at least 2");
        }
    }
}
