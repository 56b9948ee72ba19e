package io.sluice.score.profile;

import java.nio.ByteBuffer;

/**
 * A number of the model, such as the error of a forecast, and its past.
 *
 * <p>Layout, little-endian: int32 number of numbers, then the tracker; all zero at first.
 */
final class Departure implements Part {
    static final int BYTES = Integer.BYTES + Tracker.BYTES;

    private static final int WARM = 20;

    /** The distance of an extreme number, in spreads. */
    private static final double EXTREME = 300;

    private final Tracker tracker = new Tracker(WARM);
    private int seen;
    private boolean extreme;
    private double lastSquare;

    @Override
    public int bytes() {
        return BYTES;
    }

    @Override
    public void read(ByteBuffer state) {
        seen = state.getInt();
        tracker.read(state);
    }

    @Override
    public void write(ByteBuffer state) {
        state.putInt(seen);
        tracker.write(state);
    }

    /**
     * Adds a number and learns from it.
     *
     * @param number the number; NaN if there is none
     * @return its squared distance from the mean of the numbers before it, in spreads; 0 without a number, and for the
     *     first {@value #WARM} numbers
     */
    @Override
    public double add(double number) {
        if (Double.isNaN(number)) {
            extreme = false;
            lastSquare = 0;
            return 0;
        }
        double distance = tracker.add(number, seen);
        boolean known = seen >= WARM;
        extreme = known && Math.abs(distance) > EXTREME;
        seen = seen == Integer.MAX_VALUE ? seen : seen + 1;
        lastSquare = known ? distance * distance : 0;
        return lastSquare;
    }

    /** Returns the squared distance of the last number, see {@link #add}. */
    double lastSquare() {
        return lastSquare;
    }

    /** Returns true if the last number is so far from the mean that it may be a glitch. */
    boolean isExtreme() {
        return extreme;
    }
}
