package io.sluice.score;

import java.nio.ByteBuffer;

/**
 * How likely a surprise is by the key's own past: the largest {@value #SIZE} surprises so far, shrinking by 1e-4 an
 * event so that old ones give way, with an exponential tail fitted above one of them.
 *
 * <p>After n events let k = clamp(0.02 n, 3, 63), q the k-th largest surprise and e the mean excess over q of the
 * larger ones. The probability that a surprise exceeds u is k / min(n, 10,000) · exp(-(u - q) / e) for u above q (the
 * peaks-over-threshold estimate with an exponential excess, Pickands 1975), and (k / n)^(u / q) below, which joins both
 * ends and says little; it is at least 1e-8. Before {@value #WARM_UP} events it is 1.
 *
 * <p>Layout, little-endian: int32 n, then {@value #SIZE} float32 in descending order.
 */
final class SurpriseTail {
    static final int SIZE = 64;
    static final int WARM_UP = 40;
    static final int BYTES = Integer.BYTES + SIZE * Float.BYTES;

    private static final float SHRINK = 1 - 1e-4f;
    private static final double LEAST = 1e-8;

    private final float[] largest = new float[SIZE];
    private int events;

    void read(ByteBuffer state) {
        events = state.getInt();
        for (int i = 0; i < SIZE; i++) {
            largest[i] = state.getFloat();
        }
    }

    void write(ByteBuffer state) {
        state.putInt(events);
        for (float surprise : largest) {
            state.putFloat(surprise);
        }
    }

    /** The probability, in [1e-8, 1], that a surprise is larger than {@code surprise} by what was added so far. */
    double exceedance(double surprise) {
        if (events < WARM_UP) {
            return 1;
        }
        int k = (int) Math.min(Math.max(0.02 * events, 3), SIZE - 1);
        double q = largest[k - 1];
        double atQ = k / (double) Math.min(events, 10_000);
        double p = surprise > q
                ? atQ * StrictMath.exp(-(surprise - q) / meanExcess(k, q))
                : StrictMath.pow(atQ, q == 0 ? 0 : surprise / q);
        return Math.min(Math.max(p, LEAST), 1);
    }

    private double meanExcess(int k, double q) {
        double sum = 0;
        for (int i = 0; i < k - 1; i++) {
            sum += largest[i] - q;
        }
        return Math.max(sum / (k - 1), Math.max(1e-3 * q, Float.MIN_NORMAL));
    }

    void add(float surprise) {
        for (int i = 0; i < SIZE; i++) {
            largest[i] *= SHRINK;
        }
        events = Math.min(events + 1, Integer.MAX_VALUE - 1);
        if (surprise > largest[SIZE - 1]) {
            insert(surprise);
        }
    }

    private void insert(float surprise) {
        int at = SIZE - 1;
        while (at > 0 && largest[at - 1] < surprise) {
            largest[at] = largest[at - 1];
            at--;
        }
        largest[at] = surprise;
    }
}
