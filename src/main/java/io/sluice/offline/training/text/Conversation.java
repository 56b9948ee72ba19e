package io.sluice.offline.training.text;

import java.util.List;

/** The texts of one key in order. */
record Conversation(Kind kind, List<TextStep> utterances) {
    /** What is to be learned of it. */
    enum Kind {
        /** One text that has a label; learned from in streams. */
        SINGLE(false),
        /** Texts of which no single one has a label: theirs together is the mood throughout. */
        DOCUMENT(false),
        /** An author's texts, each with a label; the mood after it is the same. */
        THREAD(true),
        /** Single texts as of an author whose mood turns. */
        STREAM(true),
        /** The same with the evidence of a stranger, from which nothing is to be learned of single texts. */
        STRANGER(false);

        private final boolean labelled;

        Kind(boolean labelled) {
            this.labelled = labelled;
        }
    }

    Conversation {
        utterances = List.copyOf(utterances);
    }

    int size() {
        return utterances.size();
    }

    /** Whether each text has a label to learn from. */
    boolean labelled() {
        return kind.labelled;
    }

    boolean document() {
        return kind == Kind.DOCUMENT;
    }

    boolean thread() {
        return kind == Kind.THREAD;
    }
}
