package io.sluice.score;

import java.util.List;

/**
 * The probabilities of the labels.
 *
 * @param label the likeliest label; the first one if several are equal
 * @param labels all labels, in the order of the manifest
 */
public record LabelProbabilities(String label, List<LabelProbability> labels) {

    /** The probability of one label, in [0, 1]. */
    public record LabelProbability(String label, float probability) {}

    boolean isFinite() {
        return labels.stream().allMatch(one -> Float.isFinite(one.probability));
    }

    /** Returns the probability of the last label, in the order of the model's outputs. */
    public float ofLast() {
        return labels.get(labels.size() - 1).probability;
    }

    /** Returns the probability of the likeliest label. */
    public float largest() {
        float largest = 0;
        for (LabelProbability one : labels) {
            largest = Math.max(largest, one.probability);
        }
        return largest;
    }
}
