package io.sluice.offline.training.text;

/** One text as the network learns from it: its evidence, its label, and its author's mood. */
final class TextStep {
    private final int set;
    private final int label;
    private final int mood;
    private final int[] ids;
    private final float[] evidence;

    /**
     * @param label as an index into the recipe's labels
     * @param mood the same of the author, or of the document
     * @param ids the token ids; like {@code evidence} they belong to the new object
     * @param evidence what the tables say of it, or models that had not seen it
     */
    TextStep(int set, int label, int mood, int[] ids, float[] evidence) {
        this.set = set;
        this.label = label;
        this.mood = mood;
        this.ids = ids;
        this.evidence = evidence;
    }

    /** The same text by an author in this mood. */
    TextStep inMood(int other) {
        return new TextStep(set, label, other, ids, evidence);
    }

    /** The same text with other evidence, which belongs to the new object. */
    TextStep with(float[] other) {
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

    int tokens() {
        return ids.length;
    }

    /** Writes the row x, of {@code width} ids, to {@code to} from {@code at} on, where zeros are. */
    void row(long[] to, int at, int width) {
        for (int i = 0; i < Math.min(ids.length, width); i++) {
            to[at + i] = ids[i];
        }
    }

    /** Copies the evidence to {@code to} from {@code at} on. */
    void evidence(float[] to, int at) {
        System.arraycopy(evidence, 0, to, at, evidence.length);
    }
}
