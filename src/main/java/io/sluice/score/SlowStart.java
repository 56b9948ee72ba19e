package io.sluice.score;

import java.util.List;
import java.util.Optional;

/**
 * The first events of a key, in which an output is much larger than later.
 *
 * <p>The second half of the events says what is usual. The output has settled with the first event that is among the
 * lower 90 % of them, if those after it are no larger either: the middle one of {@value #WINDOW} is among the lower 75
 * %. So neither a fault among the later events nor one small value among the first decides.
 *
 * @param events the number of first events after which the output has settled; if it still falls, the number of all
 * @param seen the number of the key's events
 * @param largest the largest value of the first events
 * @param later what nine of ten later values do not exceed
 */
record SlowStart(int events, int seen, float largest, float later) {
    /** The first values are large beside the later ones if they are so many times as large. */
    private static final float LARGE = 3;

    private static final int WINDOW = 5;

    /** The number of events from which the beginning of a key and its end can be compared. */
    private static final int LEAST_EVENTS = 9;

    /** The number of events in which an output must fall that has no large values, but has not settled. */
    private static final int LONGEST_FALL = 60;

    /** Returns true if a key has enough events to compare their beginning with their end. */
    static boolean isVisible(int events, int settle) {
        return events - Math.max(1, settle) >= LEAST_EVENTS;
    }

    /**
     * Finds the slow start of a key.
     *
     * @param values the output, event by event, of a key with enough events
     * @param settle the number of first events that are left out anyway; the first one always is
     * @return empty if the key begins as it goes on
     */
    static Optional<SlowStart> of(List<Float> values, int settle) {
        int begin = Math.max(1, settle);
        int half = begin + (values.size() - begin) / 2;
        List<Float> later = values.subList(half, values.size());
        float most = quantile(later, 0.9);
        if (most <= 0) {
            return Optional.empty();
        }
        int settled = settled(values, begin, half, most, quantile(later, 0.75));
        float largest = quantile(values.subList(begin, Math.max(begin + 1, settled)), 1);
        boolean large = settled > begin && largest > LARGE * most;
        return large || (settled == half && falls(values.subList(begin, values.size())))
                ? Optional.of(new SlowStart(settled == half ? values.size() : settled, values.size(), largest, most))
                : Optional.empty();
    }

    /** Returns the index of the first value that is as usual; half if there is none before. */
    private static int settled(List<Float> values, int begin, int half, float most, float usual) {
        for (int i = begin; i < half; i++) {
            if (values.get(i) <= most && quantile(values.subList(i, i + WINDOW), 0.5) <= usual) {
                return i;
            }
        }
        return half;
    }

    /** Returns true if a few values are all there is, and their last third is much smaller than their first. */
    private static boolean falls(List<Float> values) {
        int third = values.size() / 3;
        return values.size() <= LONGEST_FALL
                && quantile(values.subList(0, third), 0.5)
                        > LARGE * quantile(values.subList(values.size() - third, values.size()), 0.5);
    }

    private static float quantile(List<Float> values, double share) {
        List<Float> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    /** Returns true if the output has not settled in the events that were seen. */
    boolean isFalling() {
        return events == seen;
    }

    float ratio() {
        return largest / later;
    }

    /** Returns the number of first events after which nine of ten keys have settled. */
    static int events(List<SlowStart> starts) {
        return (int) quantile(starts.stream().map(start -> (float) start.events).toList(), 0.9);
    }
}
