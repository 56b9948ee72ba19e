package io.sluice.offline.simulation;

/**
 * A turn of the running label, with the text that confirms it.
 *
 * @param kind the relation to the author's mood
 * @param to the mood that the label turned to
 * @param delay for a turn that was seen, the number of texts from the first in this mood to the first with this label;
 *     else 0
 */
public record LabelTurn(Kind kind, Mood to, long delay) {
    /** The relation of a turn of the label to the mood. */
    public enum Kind {
        /** The author's mood had turned before. */
        SEEN,
        /** The author's mood had not turned. */
        FALSE,
        /** The label returned after a false turn. */
        BACK
    }
}
