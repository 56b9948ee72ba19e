package io.sluice.score;

import java.nio.ByteBuffer;

/**
 * Reduces the scores of a key after its alarms, so that one anomaly is reported once, and an anomaly that recurs must
 * surprise more each time.
 *
 * <p>Each alarm reduces the rarity of later events by two amounts, in orders of magnitude. The quick one is large, and
 * 1/e of it remains after {@value #QUICK_EVENTS} events. The slow one is small, and 1/e of it remains after
 * {@value #SLOW_EVENTS} events.
 *
 * <p>On the 41 series of the Numenta Anomaly Benchmark, damping raises a score by 5 to 10 points of 100. About 1.5 of
 * them come from the long life of the slow amount, compared with a fifth of it.
 *
 * <p>Layout, little-endian: float32 remainder of the quick and of the slow amount, in alarms.
 */
final class AlarmDamping {
    static final int BYTES = 2 * Float.BYTES;

    private static final double QUICK_EVENTS = 75;
    private static final float QUICK_LEFT = (float) StrictMath.exp(-1 / QUICK_EVENTS);
    private static final double SLOW_EVENTS = 10_000;
    private static final float SLOW_LEFT = (float) StrictMath.exp(-1 / SLOW_EVENTS);

    private final double quickAmount;
    private final double slowAmount;
    private float quick;
    private float slow;

    /**
     * Makes a damping by which an alarm takes {@code quick} and {@code slow} orders of magnitude off the next events.
     */
    AlarmDamping(double quick, double slow) {
        this.quickAmount = quick;
        this.slowAmount = slow;
    }

    void read(ByteBuffer state) {
        quick = state.getFloat();
        slow = state.getFloat();
    }

    void write(ByteBuffer state) {
        state.putFloat(quick).putFloat(slow);
    }

    /** Lets the amounts shrink by one event. */
    void passEvent() {
        quick *= QUICK_LEFT;
        slow *= SLOW_LEFT;
    }

    /** Returns the reduced rarity in orders of magnitude, at least 0. */
    double dampen(double rarity) {
        return Math.max(0, rarity - quickAmount * quick - slowAmount * slow);
    }

    /** Adds an alarm. */
    void alarm() {
        quick += 1;
        slow += 1;
    }
}
