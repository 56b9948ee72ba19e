package io.sluice.score;

import java.nio.ByteBuffer;

/**
 * Whether a key is still settling: it is new, or was silent, as a sensor that was off. What it says then may be far
 * from what it said before, and that is neither an anomaly nor a past by which to judge the next ones.
 *
 * <p>Layout, little-endian: int64 latest timestamp, int32 events that are still to come; nothing where keys do not
 * settle.
 */
final class WarmUp {
    private final int events;
    private final double silenceMillis;
    private long latest;
    private int left;

    /**
     * @param events how many events settling takes; 0: none
     * @param silence how many seconds between two events begin it
     */
    WarmUp(int events, double silence) {
        this.events = events;
        this.silenceMillis = 1000 * silence;
    }

    /** The number of bytes of the state, by the number of events that a warm-up takes. */
    static int bytes(int events) {
        return events > 0 ? Long.BYTES + Integer.BYTES : 0;
    }

    void read(ByteBuffer state) {
        if (events > 0) {
            latest = state.getLong();
            left = state.getInt();
        }
    }

    void write(ByteBuffer state) {
        if (events > 0) {
            state.putLong(latest).putInt(left);
        }
    }

    /**
     * One more event has come; says whether it is one of those that are not judged.
     *
     * @param step which event of the key it is, from 1
     * @param timestamp its time in milliseconds; one older than the latest ends no silence
     */
    boolean isWarmingUp(long step, long timestamp) {
        if (step == 1 || timestamp - latest > silenceMillis) {
            left = events;
        }
        latest = step > 1 ? Math.max(latest, timestamp) : timestamp;
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
