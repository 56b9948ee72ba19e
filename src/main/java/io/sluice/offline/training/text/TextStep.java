package io.sluice.offline.training.text;

/** One text as the network learns from it: token ids, evidence, label, and the mood of its author. */
final class TextStep {
    private final int set;
    private final int label;
    private final int mood;
    private final int[] ids;
    private final float[] evidence;

    /**
     * Takes ownership of both arrays.
     *
     * @param set the index of the data set in the recipe
     * @param label the index of the text's label in the recipe
     * @param mood the index of the label of the author or of the document
     * @param ids the token ids, without padding
     * @param evidence the evidence of the text by {@link TextEvidence}; for a training text, the evidence by models
     *     that did not see it
     */
    TextStep(int set, int label, int mood, int[] ids, float[] evidence) {
        this.set = set;
        this.label = label;
        this.mood = mood;
        this.ids = ids;
        this.evidence = evidence;
    }

    /** Returns the same text by an author in another mood. */
    TextStep withMood(int other) {
        return new TextStep(set, label, other, ids, evidence);
    }

    /** Returns the same text with other evidence. The new object owns the array. */
    TextStep withEvidence(float[] other) {
        return new TextStep(set, label, mood, ids, other);
    }

    float[] evidence() {
        return evidence.clone();
    }

    int set() {
        return set;
    }

    int label() {
        return label;
    }

    int mood() {
        return mood;
    }

    int tokenCount() {
        return ids.length;
    }

    /** Writes the row x of {@code width} ids to {@code target} from {@code offset} on. The target must hold zeros. */
    void copyIds(long[] target, int offset, int width) {
        for (int i = 0; i < Math.min(ids.length, width); i++) {
            target[offset + i] = ids[i];
        }
    }

    /** Copies the evidence to {@code target} from {@code offset} on. */
    void copyEvidence(float[] target, int offset) {
        System.arraycopy(evidence, 0, target, offset, evidence.length);
    }
}
