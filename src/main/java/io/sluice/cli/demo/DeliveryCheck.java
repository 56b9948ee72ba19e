package io.sluice.cli.demo;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Checks that each event gives one prediction, in the order of the steps of its key. It looks at committed predictions
 * alone, and knows nothing of the pipeline. It is thread-safe.
 */
final class DeliveryCheck {
    private final Map<String, Steps> keys = new HashMap<>();
    private long predicted;
    private long lost;
    private long doubled;
    private long outOfOrder;

    /** The steps of one key that had a prediction. */
    private static final class Steps {
        private final Set<Long> skipped = new HashSet<>();
        private long last;
    }

    /**
     * What was found so far.
     *
     * @param predicted the number of predictions
     * @param lost the number of events without a prediction, although a later event of their key has one
     * @param doubled the number of predictions of events that had one before
     * @param outOfOrder the number of predictions that came after the prediction of a later event of their key
     */
    record Counts(long predicted, long lost, long doubled, long outOfOrder) {
        /** Returns true if each event gave one prediction, in order. */
        boolean isExactlyOnce() {
            return lost == 0 && doubled == 0 && outOfOrder == 0;
        }
    }

    /** Takes a prediction. Returns true if it is the first one of its event. */
    synchronized boolean predicted(String key, long step) {
        predicted++;
        Steps steps = keys.computeIfAbsent(key, unused -> new Steps());
        if (step > steps.last) {
            for (long skipped = steps.last + 1; skipped < step; skipped++) {
                steps.skipped.add(skipped);
                lost++;
            }
            steps.last = step;
            return true;
        }
        if (steps.skipped.remove(step)) {
            lost--;
            outOfOrder++;
            return true;
        }
        doubled++;
        return false;
    }

    synchronized Counts counts() {
        return new Counts(predicted, lost, doubled, outOfOrder);
    }
}
