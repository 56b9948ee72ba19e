package io.sluice.offline.training.words;

/**
 * A number word in a sequence.
 *
 * @param word the word
 * @param meaning the way in which it means its digit
 * @param digit the digit that it means at its place, 0 to 9
 */
record DigitWord(String word, Meaning meaning, int digit) {
    /** The ways in which a word means a digit. */
    enum Meaning {
        /** The word names the digit. */
        NAMED,
        /** The digit of the word before. */
        LAST,
        /** The digit of the word two before. */
        BEFORE,
        /** The digit of the first word of the sequence. */
        FIRST
    }
}
