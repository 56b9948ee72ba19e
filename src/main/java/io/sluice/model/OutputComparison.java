package io.sluice.model;

import java.util.List;

/** How far a row y that was found is from the one that was expected. */
interface OutputComparison {
    /** Element by element. */
    OutputComparison ELEMENTS = new OutputComparison() {
        @Override
        public double difference(List<Float> expected, List<Float> found, int index) {
            return Math.abs((double) expected.get(index) - found.get(index));
        }

        @Override
        public float magnitude(List<Float> expected, int index) {
            return expected.get(index);
        }
    };

    /** The comparison for a model's task. */
    static OutputComparison of(Manifest manifest) {
        return manifest.task() == Manifest.Task.RANKING
                ? new RankingComparison(RankedOutput.of(manifest).depth())
                : ELEMENTS;
    }

    /** How much an element is off. */
    double difference(List<Float> expected, List<Float> found, int index);

    /** What a relative tolerance of that difference is relative to. */
    float magnitude(List<Float> expected, int index);
}
