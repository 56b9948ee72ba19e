package io.sluice.training;

import java.util.List;

/** What one speaker says, word by word. */
record Dictation(List<SpokenDigit> words) {
    Dictation {
        words = List.copyOf(words);
    }
}
