package io.sluice.training;

import java.util.List;

/**
 * The texts of one key in order.
 *
 * @param document whether they are one document: then its label is the mood throughout, and no single text has one
 * @param foreign whether the evidence is that of a stranger, from which nothing is to be learned of single texts
 */
record Conversation(boolean document, boolean foreign, List<Utterance> utterances) {
    Conversation {
        utterances = List.copyOf(utterances);
    }

    /** Texts whose evidence is their own. */
    Conversation(boolean document, List<Utterance> utterances) {
        this(document, false, utterances);
    }

    int size() {
        return utterances.size();
    }
}
