package io.sluice.offline.training.text;

import java.util.List;

/** The texts of one key, in order, as the network learns from them. */
record Conversation(Kind kind, List<TextStep> steps) {
    /** The kind of conversation, which decides which labels the network learns from. */
    enum Kind {
        /** One text with a label. The network learns from it inside a {@link #SYNTHETIC} conversation. */
        SINGLE(false),
        /** Texts that have one label together. The label is the mood throughout; no single text has a label. */
        DOCUMENT(false),
        /** An author's texts, each with a label. The mood after a text is its label. */
        THREAD(true),
        /** Single texts, composed as the texts of an author whose mood turns. */
        SYNTHETIC(true),
        /** A synthetic author whose evidence is shifted. The network learns the mood from it and no text labels. */
        SHIFTED(false);

        private final boolean labelled;

        Kind(boolean labelled) {
            this.labelled = labelled;
        }
    }

    Conversation {
        steps = List.copyOf(steps);
    }

    int size() {
        return steps.size();
    }

    /** Returns true if the network learns from the label of each text. */
    boolean isLabelled() {
        return kind.labelled;
    }

    boolean isDocument() {
        return kind == Kind.DOCUMENT;
    }

    boolean isThread() {
        return kind == Kind.THREAD;
    }
}
