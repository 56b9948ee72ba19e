package io.sluice.score.profile;

import java.nio.ByteBuffer;

/**
 * The rarity of a reading that equals the one before. A sensor that is stuck repeats itself; a sensor of few levels
 * does so every day.
 *
 * <p>Layout, little-endian: int32 number of readings, float64 share of repeats less 0.5, float64 last reading; all zero
 * at first.
 */
final class Repeats implements Part {
    static final int BYTES = Integer.BYTES + 2 * Double.BYTES;

    private static final double SLOWEST_RATE = 1 / 5000.0;
    private static final double SMALLEST_SHARE = 1e-12;

    private int readings;
    private double share;
    private double last;

    @Override
    public int bytes() {
        return BYTES;
    }

    @Override
    public void read(ByteBuffer state) {
        readings = state.getInt();
        share = state.getDouble() + 0.5;
        last = state.getDouble();
    }

    @Override
    public void write(ByteBuffer state) {
        state.putInt(readings).putDouble(share - 0.5).putDouble(last);
    }

    /**
     * Adds a reading and learns from it.
     *
     * @return -ln of the share that repeats had before, if the reading equals the one before; else 0
     */
    @Override
    public double add(double reading) {
        double rarity = 0;
        if (readings > 0) {
            boolean repeats = reading == last;
            rarity = repeats ? -StrictMath.log(Math.max(share, SMALLEST_SHARE)) : 0;
            share += Math.max(1.0 / (readings + 3.0), SLOWEST_RATE) * ((repeats ? 1 : 0) - share);
        }
        readings = readings == Integer.MAX_VALUE ? readings : readings + 1;
        last = reading;
        return rarity;
    }
}
