package io.sluice.score;

import java.nio.ByteBuffer;

/**
 * Measures the rarity of a deviation by the key's own past.
 *
 * <p>It keeps the S largest deviations so far, and fits an exponential tail above one of them. The kept values shrink
 * by 1e-4 an event, so that old ones give way.
 *
 * <p>After n deviations let k = clamp(0.02 n, 3, S - 1), q the k-th largest and e the mean excess over q of the k - 1
 * larger ones. The probability that a deviation exceeds u, for u above q, is p = k / min(n, 10,000) · (1 + (u - q) /
 * ((k - 1) e))^-(k - 1). This is peaks over threshold with an exponential excess (Pickands 1975) whose mean is
 * estimated from k - 1 values, so a tail fitted to few values claims little. It is the predictive distribution
 * (Aitchison and Dunsmore 1975), and for large k the exponential itself. On the series of the Numenta Anomaly Benchmark
 * it raises half as many alarms in a key's first days as the exponential, and costs none later.
 *
 * <p>If e is below the least excess that was asked for, the least excess counts instead: a deviation that was constant,
 * or nearly so, is not surprised by differences that are too small to matter. Below q the probability is (k / n)^(u /
 * q), which joins both ends and has little weight. The rarity is -log10 p. It is 0 before {@value #WARM_UP} deviations,
 * and at most {@value #RAREST}.
 *
 * <p>Layout, little-endian: int32 n, then S float32 in descending order.
 */
final class SurpriseTail {
    static final int WARM_UP = 40;

    private static final float SHRINK = 1 - 1e-4f;
    static final double RAREST = 8;

    private final int size;
    private final double leastExcess;
    private final float[] largest;
    private int events;

    /**
     * Makes an empty tail.
     *
     * @param size S, the number of the largest deviations that are kept
     * @param leastExcess the smallest e, in the unit of the deviations; 0 for no limit
     */
    SurpriseTail(int size, double leastExcess) {
        this.size = size;
        this.leastExcess = leastExcess;
        this.largest = new float[size];
    }

    /** Returns the number of bytes of a tail's state. */
    static int bytes(int size) {
        return Integer.BYTES + size * Float.BYTES;
    }

    void read(ByteBuffer state) {
        events = state.getInt();
        for (int i = 0; i < size; i++) {
            largest[i] = state.getFloat();
        }
    }

    void write(ByteBuffer state) {
        state.putInt(events);
        for (float deviation : largest) {
            state.putFloat(deviation);
        }
    }

    /** Returns the number of deviations, the next one included, that have no rarity yet. */
    int silentLeft() {
        return Math.max(0, WARM_UP - events);
    }

    /** Returns the rarity of a deviation, in [0, {@value #RAREST}], by the deviations that were added so far. */
    double rarity(double deviation) {
        if (events < WARM_UP) {
            return 0;
        }
        int k = threshold();
        double q = largest[k - 1];
        double rarity = deviation > q
                ? ordinary() + (k - 1) * StrictMath.log10(1 + (deviation - q) / ((k - 1) * meanExcess(k, q)))
                : ordinary() * (q == 0 ? 0 : deviation / q);
        return Math.min(rarity, RAREST);
    }

    /** Returns the rarity at which the tail begins; a deviation that is less rare is ordinary. */
    double ordinary() {
        return -StrictMath.log10(threshold() / (double) Math.min(Math.max(events, 1), 10_000));
    }

    private int threshold() {
        return (int) Math.min(Math.max(0.02 * events, 3), size - 1);
    }

    private double meanExcess(int k, double q) {
        double sum = 0;
        for (int i = 0; i < k - 1; i++) {
            sum += largest[i] - q;
        }
        return Math.max(sum / (k - 1), Math.max(1e-3 * q, Math.max(leastExcess, Float.MIN_NORMAL)));
    }

    /** Adds a deviation to the past. */
    void add(float deviation) {
        for (int i = 0; i < size; i++) {
            largest[i] *= SHRINK;
        }
        events = Math.min(events + 1, Integer.MAX_VALUE - 1);
        if (deviation > largest[size - 1]) {
            insert(deviation);
        }
    }

    private void insert(float deviation) {
        int at = size - 1;
        while (at > 0 && largest[at - 1] < deviation) {
            largest[at] = largest[at - 1];
            at--;
        }
        largest[at] = deviation;
    }
}
