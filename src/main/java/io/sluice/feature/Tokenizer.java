package io.sluice.feature;

import java.util.List;

/** Splits texts into tokens of a vocabulary: the border to the library that does it. Safe for many threads. */
@FunctionalInterface
public interface Tokenizer {
    /**
     * The tokens of each text, in the texts' order: special tokens included, cut to the length that the tokenizer was
     * made for.
     *
     * @param texts without halves of surrogate pairs
     */
    List<Tokens> tokenize(List<String> texts);
}
