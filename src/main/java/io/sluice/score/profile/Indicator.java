package io.sluice.score.profile;

import java.nio.ByteBuffer;

/**
 * A channel that was only ever 0 or 1, such as a switch. Its value is judged by its rarity.
 *
 * <p>Layout, little-endian: int32 number of readings, float64 share of ones less 0.5; all zero at first.
 */
final class Indicator implements Part {
    static final int BYTES = Integer.BYTES + Share.BYTES;

    private final Share ones = new Share(1e-30);
    private int readings;
    private double lastRarity;

    @Override
    public int bytes() {
        return BYTES;
    }

    @Override
    public void read(ByteBuffer state) {
        readings = state.getInt();
        ones.read(state);
    }

    @Override
    public void write(ByteBuffer state) {
        ones.write(state.putInt(readings));
    }

    /**
     * Adds a value and learns from it.
     *
     * @param value 0 or 1
     * @return -ln of the share that the value had before
     */
    @Override
    public double add(double value) {
        lastRarity = ones.rarity(value == 1);
        ones.learn(value == 1, readings);
        readings = readings == Integer.MAX_VALUE ? readings : readings + 1;
        return lastRarity;
    }

    /** Returns the rarity of the last value, see {@link #add}. */
    double lastRarity() {
        return lastRarity;
    }
}
