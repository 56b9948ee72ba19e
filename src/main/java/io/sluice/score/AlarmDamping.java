package io.sluice.score;

import java.nio.ByteBuffer;

/**
 * How used a key is to alarms. Each alarm makes the next ones harder: by some orders of magnitude at once, of which a
 * part of e is left after {@value #QUICK_EVENTS} events, and by fewer for some {@value #SLOW_EVENTS}. So one anomaly is
 * told once, and what recurs must surprise more from time to time.
 *
 * <p>On the 41 series of the Numenta Anomaly Benchmark it is worth 5 to 10 points of 100 to a score; that the second
 * lasts so long is worth some 1.5 of them beside a fifth of it.
 *
 * <p>Layout, little-endian: float32 of what is left of each.
 */
final class AlarmDamping {
    static final int BYTES = 2 * Float.BYTES;

    private static final double QUICK_EVENTS = 75;
    private static final float QUICK_LEFT = (float) StrictMath.exp(-1 / QUICK_EVENTS);
    private static final double SLOW_EVENTS = 10_000;
    private static final float SLOW_LEFT = (float) StrictMath.exp(-1 / SLOW_EVENTS);

    private final double byQuick;
    private final double bySlow;
    private float quick;
    private float slow;

    /** An alarm takes {@code quick} and {@code slow} orders of magnitude off what comes next. */
    AlarmDamping(double quick, double slow) {
        this.byQuick = quick;
        this.bySlow = slow;
    }

    void read(ByteBuffer state) {
        quick = state.getFloat();
        slow = state.getFloat();
    }

    void write(ByteBuffer state) {
        state.putFloat(quick).putFloat(slow);
    }

    /** One more event has gone by. */
    void passEvent() {
        quick *= QUICK_LEFT;
        slow *= SLOW_LEFT;
    }

    /** What is left of a rarity in orders of magnitude, at least 0. */
    double dampen(double rarity) {
        return Math.max(0, rarity - byQuick * quick - bySlow * slow);
    }

    /** An alarm was raised. */
    void alarm() {
        quick += 1;
        slow += 1;
    }
}
