package io.sluice.score;

/** What becomes of items that a key has had already. */
public enum SeenItems {
    /** They are ranked as any other. */
    KEEP,
    /** The latest of them are left out. */
    MASK
}
