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

    /** A distance whose asinh is larger than the reach. */
    private static final double BEYOND = 100;

    private static final double[] EDGES = edges();

    private final float[] shares = new float[BINS];
    private final float[] stored = new float[BINS];

    void read(ByteBuffer state) {
        FloatRow.read(state, shares);
        for (int bin = 0; bin < BINS; bin++) {
            shares[bin] += 1f / BINS;
        }
    }

    void write(ByteBuffer state) {
        for (int bin = 0; bin < BINS; bin++) {
            stored[bin] = shares[bin] - 1f / BINS;
        }
        FloatRow.write(state, stored);
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
        double rarity = -StrictMath.log(share(bin));
        double rate = Math.max(1.0 / (n + BINS), SLOWEST_RATE);
        float kept = (float) (1 - rate);
        for (int i = 0; i < BINS; i++) {
            shares[i] *= kept;
        }
        shares[bin] += (float) rate;
        return rarity;
    }

    /** Returns the share of the distances so far that lie in the bin of this one, at least 0.00001. */
    double share(double z) {
        return share(bin(z));
    }

    private double share(int bin) {
        return Math.max(shares[bin], SMALLEST_SHARE);
    }

    /** Returns the bin of a distance: the number of edges that are not above it. */
    static int bin(double z) {
        int bin = 0;
        for (int step = BINS / 2; step > 0; step /= 2) {
            if (z >= EDGES[bin + step - 1]) {
                bin += step;
            }
        }
        return bin;
    }

    /** Returns the least distance of each bin but the first, so that no event needs an asinh. */
    private static double[] edges() {
        double[] edges = new double[BINS - 1];
        for (int i = 0; i < edges.length; i++) {
            double below = -BEYOND;
            double edge = BEYOND;
            for (double middle = 0; below < middle && middle < edge; middle = below / 2 + edge / 2) {
                if (computedBin(middle) > i) {
                    edge = middle;
                } else {
                    below = middle;
                }
            }
            edges[i] = edge;
        }
        return edges;
    }

    /** Returns the bin of a distance by the definition. */
    static int computedBin(double z) {
        double asinh = Math.signum(z) * StrictMath.log(Math.abs(z) + StrictMath.sqrt(z * z + 1));
        int bin = (int) Math.floor((asinh + REACH) / (2 * REACH) * BINS);
        return Math.max(0, Math.min(BINS - 1, bin));
    }
}
