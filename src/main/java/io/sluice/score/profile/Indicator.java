package io.sluice.score.profile;

import java.nio.ByteBuffer;

/**
 * A channel that was only ever 0 or 1, such as a switch. Its value is judged by its rarity.
 *
 * <p>Layout, little-endian: int32 number of readings, float64 share of ones less 0.5; all zero at first.
 */
final class Indicator implements Part {
    static final int BYTES = Integer.BYTES + Double.BYTES;

    private static final double SLOWEST_RATE = 1 / 5000.0;
    private static final double SMALLEST_SHARE = 1e-30;

    private int readings;
    private double ones;

    @Override
    public int bytes() {
        return BYTES;
    }

    @Override
    public void read(ByteBuffer state) {
        readings = state.getInt();
        ones = state.getDouble() + 0.5;
    }

    @Override
    public void write(ByteBuffer state) {
        state.putInt(readings).putDouble(ones - 0.5);
    }

    /**
     * Adds a value and learns from it.
     *
     * @param value 0 or 1
     * @return -ln of the share that the value had before
     */
    @Override
    public double add(double value) {
        double share = value == 1 ? ones : 1 - ones;
        double rate = Math.max(1.0 / (readings + 3.0), SLOWEST_RATE);
        readings = readings == Integer.MAX_VALUE ? readings : readings + 1;
        ones += rate * (value - ones);
        return -StrictMath.log(Math.max(share, SMALLEST_SHARE));
    }
}
