package io.sluice.offline.simulation;

import java.time.Duration;

/**
 * The results of running labels against the turns of moods.
 *
 * @param seen the number of turns that the running label followed
 * @param missed the number of turns that the label did not follow before the next turn
 * @param undecided the number of turns that the label has not followed yet and still may follow
 * @param falseTurns the number of turns of the running label to a mood that its author was not in
 * @param medianTexts the median number of texts from the first in the new mood to the first with the new label, over
 *     the turns seen; 0 where that is the same text; NaN if no turn was seen
 * @param maxTexts the largest such number; 0 if no turn was seen
 * @param medianTime the median time between the same two texts; zero if no turn was seen
 */
public record TurnReport(
        long seen,
        long missed,
        long undecided,
        long falseTurns,
        double medianTexts,
        long maxTexts,
        Duration medianTime) {
    /** Returns the number of turns of moods. */
    public long happened() {
        return seen + missed + undecided;
    }
}
