package io.sluice.training;

import java.util.List;

/**
 * What someone said in one or more texts, in order, and whether it was for or against: a sentence, a phrase, or a whole
 * review sentence by sentence.
 *
 * @param set the data set that it is from, as an index into the recipe's
 * @param document whether the label is that of all texts together, and of no single one
 */
record Opinion(int set, boolean document, boolean positive, List<String> texts) {
    Opinion {
        texts = List.copyOf(texts);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("an opinion needs a text");
        }
    }

    /** 1 for positive, 0 for negative. */
    float target() {
        return positive ? 1 : 0;
    }
}
