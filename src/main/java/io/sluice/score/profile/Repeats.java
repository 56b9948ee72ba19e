package io.sluice.score.profile;

import java.nio.ByteBuffer;

/**
 * The rarity of a reading that equals the one before. A sensor that is stuck repeats itself; a sensor of few levels
 * does so every day. A run of repeats that is more than twice as long as any before it is judged as a whole, unless it
 * is that of a channel that never changed.
 *
 * <p>Layout, little-endian: int32 number of readings, float64 share of repeats less 0.5, float64 last reading, int32
 * repeats in a row, int32 most repeats in an earlier row; all zero at first.
 */
final class Repeats implements Part {
    static final int BYTES = 3 * Integer.BYTES + Share.BYTES + Double.BYTES;

    /** A run that goes on is no rarer than this. */
    private static final double RAREST_RUN = 10;

    private final Share repeats = new Share(1e-12);
    private int readings;
    private double last;
    private int run;
    private int longest;

    @Override
    public int bytes() {
        return BYTES;
    }

    @Override
    public void read(ByteBuffer state) {
        readings = state.getInt();
        repeats.read(state);
        last = state.getDouble();
        run = state.getInt();
        longest = state.getInt();
    }

    @Override
    public void write(ByteBuffer state) {
        repeats.write(state.putInt(readings));
        state.putDouble(last).putInt(run).putInt(longest);
    }

    /**
     * Adds a reading and learns from it.
     *
     * @return the rarity of the repeat, or of its run, if the reading equals the one before; else 0
     */
    @Override
    public double add(double reading) {
        boolean repeated = readings > 0 && reading == last;
        count(repeated);
        double rarity = repeated ? rarity() : 0;
        if (readings > 0) {
            repeats.learn(repeated, readings);
        }
        readings = readings == Integer.MAX_VALUE ? readings : readings + 1;
        last = reading;
        return rarity;
    }

    private void count(boolean repeated) {
        if (repeated) {
            run = run == Integer.MAX_VALUE ? run : run + 1;
        } else {
            longest = Math.max(longest, run);
            run = 0;
        }
    }

    /** Returns -ln of the share that repeats had before, for the last one or for each of its run. */
    private double rarity() {
        double one = repeats.rarity(true);
        return run > 2L * longest && run < readings ? Math.max(one, Math.min(run * one, RAREST_RUN)) : one;
    }
}
