package io.sluice.offline.simulation;

import java.time.Instant;

/**
 * The truth about one turn of a mood.
 *
 * @param author the key of the author's texts
 * @param time the moment: the time of the first text in the new mood
 * @param step which of the author's texts that is, as the step that its prediction has (from 1)
 */
public record Turn(String author, Instant time, long step, Mood from, Mood to) {
    public Turn {
        if (from == to || step < 2) {
            throw new IllegalArgumentException("a turn of " + author + " from " + from + " to " + to + " at " + step);
        }
    }
}
