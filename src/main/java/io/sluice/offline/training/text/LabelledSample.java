package io.sluice.offline.training.text;

import java.util.Collections;
import java.util.List;

/**
 * One or more texts of an author, in order, with their labels: a sentence, a phrase, a review sentence by sentence, or
 * an author's messages.
 *
 * @param set the index of the data set in the recipe
 * @param labels the label of each text, as an index into the recipe's labels; all texts of a document have the same
 * @param late true if its texts are in the last part of a set that is split by time
 */
record LabelledSample(int set, Kind kind, List<Integer> labels, List<String> texts, boolean late) {
    /** The unit that a label belongs to. */
    enum Kind {
        /** One text. */
        SINGLE,
        /** All texts together, and no single text. */
        DOCUMENT,
        /** Each text of an author. */
        THREAD
    }

    LabelledSample {
        labels = List.copyOf(labels);
        texts = List.copyOf(texts);
        if (texts.isEmpty() || texts.size() != labels.size()) {
            throw new IllegalArgumentException("a sample has " + texts.size() + " texts and " + labels.size()
                    + " labels; it needs one label for each text, and at least one text");
        }
    }

    static LabelledSample single(int set, int label, String text) {
        return new LabelledSample(set, Kind.SINGLE, List.of(label), List.of(text), false);
    }

    static LabelledSample document(int set, int label, List<String> texts) {
        return new LabelledSample(set, Kind.DOCUMENT, Collections.nCopies(texts.size(), label), texts, false);
    }

    boolean isDocument() {
        return kind == Kind.DOCUMENT;
    }

    /** Returns the label of the last text, which is the label of a document as a whole. */
    int label() {
        return labels.get(labels.size() - 1);
    }
}
