package io.sluice.score.profile;

import java.nio.ByteBuffer;

/**
 * A histogram of the distances of a channel's readings from their mean, and the rarity of a distance in it.
 *
 * <p>The bins divide asinh(z) from -4 to 4. Layout: float32 for each of {@value #BINS} bins, its share less 1/32; all
 * zero at first.
 */
final class ValueRarity {
    static final int BINS = 32;
    static final int BYTES = BINS * Float.BYTES;

    private static final double REACH = 4;
    private static final double SMALLEST_SHARE = 1e-5;
    private static final double SLOWEST_RATE = 1 / 5000.0;

    private final float[] shares = new float[BINS];

    void read(ByteBuffer state) {
        for (int bin = 0; bin < BINS; bin++) {
            shares[bin] = state.getFloat() + 1f / BINS;
        }
    }

    void write(ByteBuffer state) {
        for (float share : shares) {
            state.putFloat(share - 1f / BINS);
        }
    }

    /**
     * Adds a distance.
     *
     * @param z the distance from the mean, in spreads
     * @param n the number of distances before it
     * @return -ln of the share that its bin had before
     */
    double add(double z, int n) {
        int bin = bin(z);
        double rarity = -StrictMath.log(Math.max(shares[bin], SMALLEST_SHARE));
        double rate = Math.max(1.0 / (n + BINS), SLOWEST_RATE);
        float kept = (float) (1 - rate);
        for (int i = 0; i < BINS; i++) {
            shares[i] *= kept;
        }
        shares[bin] += (float) rate;
        return rarity;
    }

    private static int bin(double z) {
        double asinh = Math.signum(z) * StrictMath.log(Math.abs(z) + StrictMath.sqrt(z * z + 1));
        int bin = (int) Math.floor((asinh + REACH) / (2 * REACH) * BINS);
        return Math.max(0, Math.min(BINS - 1, bin));
    }
}
