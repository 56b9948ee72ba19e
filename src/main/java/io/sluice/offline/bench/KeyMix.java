package io.sluice.offline.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws the keys of events. The key of rank k, from 1, has a share in proportion to 1 / k^S (Zipf's law). A hot key, if
 * there is one, takes the first rank and a share of its own, and the other keys divide the rest among themselves.
 */
public final class KeyMix {
    private final double[] cumulative;

    /**
     * @param keys the number of keys, at least 1; at least 2 with a hot key that has less than all events
     * @param skew S, at least 0; 0 gives all keys the same share
     * @param hotShare the share of the hot key in the events, from 0 to 1; 0 for no hot key
     */
    public KeyMix(int keys, double skew, double hotShare) {
        this.cumulative = new double[keys];
        int ranked = hotShare > 0 ? 1 : 0;
        double sum = 0;
        for (int key = ranked; key < keys; key++) {
            sum += Math.pow(key - ranked + 1.0, -skew);
            cumulative[key] = sum;
        }
        for (int key = ranked; key < keys; key++) {
            cumulative[key] = hotShare + (1 - hotShare) * cumulative[key] / sum;
        }
        if (ranked == 1) {
            cumulative[0] = hotShare;
        }
    }

    /** Draws the key of an event: a number from 0, in the order of the ranks. */
    int next(RandomGenerator random) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble());
        int key = found >= 0 ? found + 1 : -found - 1; // a key's interval ends below its cumulative share
        return Math.min(key, cumulative.length - 1);
    }
}
