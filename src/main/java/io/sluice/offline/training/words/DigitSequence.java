package io.sluice.offline.training.words;

import java.util.List;

/** What one speaker says, word by word. */
record DigitSequence(List<SpokenDigit> words) {
    DigitSequence {
        words = List.copyOf(words);
    }
}
