package io.sluice.offline.training.words;

import java.util.List;

/** The number words of one key, in order. */
record DigitSequence(List<DigitWord> words) {
    DigitSequence {
        words = List.copyOf(words);
    }
}
