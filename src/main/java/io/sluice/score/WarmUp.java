package io.sluice.score;

import java.nio.ByteBuffer;

/**
 * The warm-up of a key that is new or was silent, such as a sensor that was off. The events of a warm-up may differ
 * much from earlier ones. They are not anomalies, and later events are not compared with them.
 *
 * <p>Layout, little-endian: int64 latest timestamp, int32 number of events that remain; empty if a warm-up takes no
 * events.
 */
final class WarmUp {
    private final int events;
    private final double silenceMillis;
    private long latest;
    private int left;

    /**
     * Makes a warm-up.
     *
     * @param events the number of events that it takes; 0 for none
     * @param silence the seconds between two events that are a silence
     */
    WarmUp(int events, double silence) {
        this.events = events;
        this.silenceMillis = 1000 * silence;
    }

    /** Returns the number of bytes of the state, for the number of events that a warm-up takes. */
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

    /** Returns the number of events that remain of the warm-up. */
    int left() {
        return left;
    }

    /**
     * Adds an event, and returns true if it belongs to a warm-up.
     *
     * @param step the step of the key, from 1
     * @param timestamp the time of the event in milliseconds; an event older than the latest one follows no silence
     */
    boolean add(long step, long timestamp) {
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
