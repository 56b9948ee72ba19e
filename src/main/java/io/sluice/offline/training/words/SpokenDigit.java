package io.sluice.offline.training.words;

/**
 * A word that means a digit.
 *
 * @param word as it is said
 * @param meaning how it means it
 * @param digit what it means where it stands, 0 to 9
 */
record SpokenDigit(String word, Meaning meaning, int digit) {
    /** How a word means a digit: by itself, or by what was meant before. */
    enum Meaning {
        /** The word names it. */
        NAMED,
        /** The digit of the word before. */
        LAST,
        /** The digit of the word before that. */
        BEFORE,
        /** The digit that the speaker began with. */
        FIRST
    }
}
