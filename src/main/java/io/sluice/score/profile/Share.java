package io.sluice.score.profile;

import java.nio.ByteBuffer;

/**
 * The share of an outcome that happens or not, such as a switch that is on.
 *
 * <p>Layout, little-endian: float64 share less 0.5; zero at first.
 */
final class Share {
    static final int BYTES = Double.BYTES;

    private static final double SLOWEST_RATE = 1 / 5000.0;

    private final double smallest;
    private double share;

    /** @param smallest the smallest share that a rarity is taken of */
    Share(double smallest) {
        this.smallest = smallest;
    }

    void read(ByteBuffer state) {
        share = state.getDouble() + 0.5;
    }

    void write(ByteBuffer state) {
        state.putDouble(share - 0.5);
    }

    /** Returns -ln of the share of events at which the outcome happened, or of those at which it did not. */
    double rarity(boolean happened) {
        return -StrictMath.log(Math.max(happened ? share : 1 - share, smallest));
    }

    /**
     * Learns from an outcome.
     *
     * @param n the number of readings before it
     */
    void learn(boolean happened, int n) {
        share += Math.max(1.0 / (n + 3.0), SLOWEST_RATE) * ((happened ? 1 : 0) - share);
    }
}
