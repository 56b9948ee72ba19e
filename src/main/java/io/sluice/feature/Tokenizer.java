package io.sluice.feature;

import java.util.List;

/** Splits texts into the tokens of a vocabulary. An implementation is safe for many threads. */
@FunctionalInterface
public interface Tokenizer {
    /**
     * Returns the tokens of each text, in the order of the texts. They include special tokens and are cut to the length
     * of the tokenizer.
     *
     * @param texts texts without halves of surrogate pairs
     */
    List<Tokens> tokenize(List<String> texts);
}
