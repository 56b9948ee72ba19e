package io.sluice.offline.simulation;

import java.util.List;

/** The median of sorted numbers. */
final class Median {
    private Median() {}

    /**
     * Returns the median, which is the mean of the two middle numbers if their number is even; NaN of an empty list.
     */
    static double of(List<Long> sorted) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2.0;
    }
}
