package io.sluice.offline.simulation;

import java.time.Duration;

/**
 * What became of the turns of moods.
 *
 * @param seen turns that the running label followed and kept to
 * @param missed turns that it did not follow before the next one
 * @param undecided turns that it has not followed, and still may
 * @param falseTurns how often the running label turned to, and kept to, a mood that its author was not in
 * @param medianTexts texts from the first in the new mood to the first with the new label, over the turns seen: 0 where
 *     that is the same text; NaN if no turn was seen
 * @param maxTexts the most texts that it took; 0 if no turn was seen
 * @param medianTime the time between the same two texts; zero if no turn was seen
 */
public record TurnReport(
        long seen,
        long missed,
        long undecided,
        long falseTurns,
        double medianTexts,
        long maxTexts,
        Duration medianTime) {
    public long happened() {
        return seen + missed + undecided;
    }
}
