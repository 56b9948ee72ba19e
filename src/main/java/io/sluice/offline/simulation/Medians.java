package io.sluice.offline.simulation;

import java.util.List;

/** The middle of sorted numbers. */
final class Medians {
    private Medians() {}

    /** The median, the mean of the two middle ones where their number is even; NaN of none. */
    static double of(List<Long> sorted) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2.0;
    }
}
