package io.sluice.training;

import java.util.List;

/**
 * The texts of one key in order.
 *
 * @param document whether they are one document: then its label is the mood throughout, and no single text has one
 */
record Conversation(boolean document, List<Utterance> utterances) {
    Conversation {
        utterances = List.copyOf(utterances);
    }

    int size() {
        return utterances.size();
    }
}
