package io.sluice.score;

/** The settings for items that a key has already had. */
public enum SeenItems {
    /** Ranks them like all other items. */
    KEEP,
    /** Leaves out the latest of them. */
    MASK
}
