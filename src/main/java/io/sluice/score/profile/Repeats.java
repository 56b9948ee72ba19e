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
    static final int BYTES = Integer.BYTES + Share.BYTES + Double.BYTES;

    private final Share repeats = new Share(1e-12);
    private int readings;
    private double last;
    private double lastRarity;

    @Override
    public int bytes() {
        return BYTES;
    }

    @Override
    public void read(ByteBuffer state) {
        readings = state.getInt();
        repeats.read(state);
        last = state.getDouble();
    }

    @Override
    public void write(ByteBuffer state) {
        repeats.write(state.putInt(readings));
        state.putDouble(last);
    }

    /**
     * Adds a reading and learns from it.
     *
     * @return -ln of the share that repeats had before, if the reading equals the one before; else 0
     */
    @Override
    public double add(double reading) {
        boolean repeated = readings > 0 && reading == last;
        lastRarity = repeated ? repeats.rarity(true) : 0;
        if (readings > 0) {
            repeats.learn(repeated, readings);
        }
        readings = readings == Integer.MAX_VALUE ? readings : readings + 1;
        last = reading;
        return lastRarity;
    }

    /** Returns the rarity of the last reading, see {@link #add}. */
    double lastRarity() {
        return lastRarity;
    }
}
