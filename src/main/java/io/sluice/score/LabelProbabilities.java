package io.sluice.score;

import java.util.List;

/**
 * The probabilities of the labels, in the manifest's order.
 *
 * @param label the likeliest one; the first of those that are equal
 */
public record LabelProbabilities(String label, List<LabelProbability> labels) {

    /** The probability of one label, in [0, 1]. */
    public record LabelProbability(String label, float probability) {}

    /** The likeliest label's probability. */
    float largest() {
        float largest = 0;
        for (LabelProbability one : labels) {
            largest = Math.max(largest, one.probability);
        }
        return largest;
    }
}
