package io.sluice.offline.training.text;

import java.util.Collections;
import java.util.List;

/**
 * What someone said in one or more texts, in order, and what was meant: a sentence, a phrase, a whole review sentence
 * by sentence, or an author's messages.
 *
 * @param set the data set that it is from, as an index into the recipe's
 * @param labels of each text, as an index into the recipe's labels; those of a document are one and the same
 * @param late whether its texts are the last of a set that is divided by time
 */
record LabelledSample(int set, Kind kind, List<Integer> labels, List<String> texts, boolean late) {
    /** What a label is said of. */
    enum Kind {
        /** One text. */
        SINGLE,
        /** All texts together, and no single one. */
        DOCUMENT,
        /** Each text of an author. */
        THREAD
    }

    LabelledSample {
        labels = List.copyOf(labels);
        texts = List.copyOf(texts);
        if (texts.isEmpty() || texts.size() != labels.size()) {
            throw new IllegalArgumentException(texts.size() + " texts and " + labels.size() + " labels");
        }
    }

    static LabelledSample single(int set, int label, String text) {
        return new LabelledSample(set, Kind.SINGLE, List.of(label), List.of(text), false);
    }

    static LabelledSample document(int set, int label, List<String> texts) {
        return new LabelledSample(set, Kind.DOCUMENT, Collections.nCopies(texts.size(), label), texts, false);
    }

    boolean document() {
        return kind == Kind.DOCUMENT;
    }

    /** The label of the whole, which is that of the last text. */
    int label() {
        return labels.get(labels.size() - 1);
    }
}
