package io.sluice.offline.simulation;

/**
 * A turn of the running label, with the text that confirms it.
 *
 * @param kind what it has to do with the author's mood
 * @param to the mood that the label turned to
 * @param delay texts from the first in this mood to the first with this label, for a turn seen; else 0
 */
public record LabelTurn(Kind kind, Mood to, long delay) {
    /** What a turn of the label is. */
    public enum Kind {
        /** The author's mood had turned. */
        SEEN,
        /** It had not. */
        FALSE,
        /** The way back from a false one. */
        BACK
    }
}
