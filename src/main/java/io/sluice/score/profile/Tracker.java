package io.sluice.score.profile;

import io.sluice.score.Explanation;
import java.nio.ByteBuffer;

/**
 * Tracks mean and spread of a sequence of numbers, and says how many spreads a number is away from the mean. What one
 * number can teach is bounded: at most {@value #LIMIT} spreads, and a run of such numbers together little more. An
 * excursion that lasts {@value #EXCURSION} numbers, or comes back after them, may teach four times as much, and then
 * again. So a new regime becomes ordinary after a few hundred numbers, and a sentinel value does not.
 *
 * <p>Mean m, variance v, size a and largest taught deviation R are double, because a channel may have a large offset.
 * Layout, little-endian: float64 m, v, a, R and boost b; int32 begin of the last excursion + 1, int32 number of clipped
 * numbers in it; all zero before the first number.
 */
final class Tracker {
    static final int BYTES = 5 * Double.BYTES + 2 * Integer.BYTES;

    /** The largest distance from the mean, in spreads. */
    static final double FARTHEST = 1e4;

    private static final double LIMIT = 20;
    private static final int EXCURSION = 50;
    private static final double SLOWEST_RATE = 1 / 5000.0;
    private static final double MOST_BOOST = 1e6;
    private static final double SMALLEST_SHARE_OF_RANGE = 0.03;

    /** The spread of a constant sequence, as a share of its size. */
    private static final double CONSTANT_SPREAD = 0.01;

    private final int warm;
    private double mean;
    private double variance;
    private double size;
    private double range;
    private double boost;
    private int excursion;
    private int clipped;
    private double passed;
    private double usualMean;
    private double usualSpread;

    /**
     * A tracker.
     *
     * @param warm the number of numbers from which on learning is bounded
     */
    Tracker(int warm) {
        this.warm = warm;
    }

    void read(ByteBuffer state) {
        mean = state.getDouble();
        variance = state.getDouble();
        size = state.getDouble();
        range = state.getDouble();
        boost = state.getDouble() + 1;
        excursion = state.getInt() - 1;
        clipped = state.getInt();
    }

    void write(ByteBuffer state) {
        state.putDouble(mean).putDouble(variance).putDouble(size).putDouble(range);
        state.putDouble(boost - 1).putInt(excursion + 1).putInt(clipped);
    }

    /**
     * Adds a number and learns from it.
     *
     * @param y the number, finite
     * @param n the number of numbers before it
     * @return its distance from the mean of the numbers before it, in spreads, in [-10000, 10000]; 0 for the first
     */
    double add(double y, int n) {
        double deviation = y - mean;
        boolean constant = range <= 1e-9 * size || range < 1e-12;
        double spread = Math.max(Math.sqrt(variance), SMALLEST_SHARE_OF_RANGE * range);
        double distance = n == 0 ? 0 : distance(deviation, spread, constant);
        usualMean = mean;
        usualSpread = constant ? CONSTANT_SPREAD * size : spread;
        learn(n < warm ? free(deviation, n) : bounded(deviation, spread, constant, n), n);
        return distance;
    }

    /** Returns the last number as features are to see it: clipped, if it lies far beyond what could be taught. */
    double passed() {
        return passed;
    }

    /** Returns the range of two spreads around the mean, both as they were before the last number. */
    Explanation.Usual usual() {
        return new Explanation.Usual((float) (usualMean - 2 * usualSpread), (float) (usualMean + 2 * usualSpread));
    }

    private double distance(double deviation, double spread, boolean constant) {
        if (!constant) {
            return Math.max(-FARTHEST, Math.min(FARTHEST, deviation / spread));
        }
        if (size > 1e-12) {
            return Math.max(-FARTHEST, Math.min(FARTHEST, deviation / (CONSTANT_SPREAD * size)));
        }
        return 100 * Math.signum(deviation);
    }

    private double free(double deviation, int n) {
        if (n > 0) {
            range = Math.max(range, Math.abs(deviation));
        }
        passed = mean + deviation;
        return deviation;
    }

    /** Returns the part of the deviation that is taught. */
    private double bounded(double deviation, double spread, boolean constant, int n) {
        double taught = deviation;
        passed = mean + deviation;
        if (Math.abs(deviation) > limit(deviation, spread, constant)) {
            noteClipping(n);
            double width = LIMIT * spread * boost;
            double most = constant ? size : Math.max(width / clipped, range * boost);
            double mostPassed = 10 * (constant ? size : Math.max(width, range * boost));
            taught = clip(deviation, most);
            passed = mean + clip(deviation, mostPassed);
            range = constant ? Math.max(range, Math.abs(taught)) : range;
        } else {
            range = Math.max(range, Math.abs(deviation));
        }
        boost = Math.max(1, 0.999 * boost);
        return taught;
    }

    private double limit(double deviation, double spread, boolean constant) {
        if (!constant) {
            return LIMIT * spread * boost;
        }
        return size > 0 ? size : Math.abs(deviation);
    }

    private void noteClipping(int n) {
        if (n - excursion >= EXCURSION) {
            if (excursion >= 0) {
                boost = Math.min(4 * boost, MOST_BOOST);
            }
            excursion = n;
            clipped = 0;
        }
        clipped++;
    }

    private void learn(double taught, int n) {
        double rate = Math.max(1.0 / (n + 1.0), SLOWEST_RATE);
        size += rate * (Math.abs(mean + taught) - size);
        mean += rate * taught;
        variance += rate * (taught * taught * (1 - rate) - variance);
        range *= 1 - 1e-4;
    }

    private static double clip(double deviation, double most) {
        return Math.max(-most, Math.min(most, deviation));
    }
}
