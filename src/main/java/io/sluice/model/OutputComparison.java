package io.sluice.model;

import java.util.List;

/** Measures the difference between a row y and the expected one. */
interface OutputComparison {
    /** Compares element by element. */
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

    /** Returns the difference of one element, at least 0 or not a number. */
    double difference(List<Float> expected, List<Float> found, int index);

    /** Returns the value that a relative tolerance of this difference refers to. */
    float magnitude(List<Float> expected, int index);
}
