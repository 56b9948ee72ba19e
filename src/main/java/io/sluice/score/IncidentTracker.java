package io.sluice.score;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Opens, continues and closes the incident of a key.
 *
 * <p>Layout, little-endian: int64 event time and int64 step at which the incident opened, float32 largest score so far,
 * int32 number of calm events in a row; all zero without an incident.
 */
final class IncidentTracker {
    static final int BYTES = Long.BYTES + Long.BYTES + Float.BYTES + Integer.BYTES;

    private final AnomalySettings settings;
    private long since;
    private long openedAt;
    private float peak;
    private int calm;

    IncidentTracker(AnomalySettings settings) {
        this.settings = settings;
    }

    void read(ByteBuffer state) {
        since = state.getLong();
        openedAt = state.getLong();
        peak = state.getFloat();
        calm = state.getInt();
    }

    void write(ByteBuffer state) {
        state.putLong(since).putLong(openedAt).putFloat(peak).putInt(calm);
    }

    /** Returns true if an incident is open and {@code step} is one of the first that stay out of the past. */
    boolean isHeld(long step) {
        return openedAt > 0 && step - openedAt < settings.hold();
    }

    /**
     * Adds an event.
     *
     * @param score the score of the event, which can open an incident
     * @param undamped the score without alarm damping, which decides if the event is calm
     * @return the incident of this event; null if none is open
     */
    @Nullable
    Incident add(float score, float undamped, long step, long timestamp) {
        if (openedAt > 0) {
            return carryOn(score, undamped);
        }
        if (score < settings.open()) {
            return null;
        }
        since = timestamp;
        openedAt = step;
        peak = score;
        calm = 0;
        return incident(Incident.Phase.OPENED);
    }

    /** Returns the open incident as an ongoing one; null if none is open. */
    @Nullable
    Incident open() {
        return openedAt > 0 ? incident(Incident.Phase.ONGOING) : null;
    }

    private Incident carryOn(float score, float undamped) {
        peak = Math.max(peak, score);
        calm = undamped < settings.close() ? calm + 1 : 0;
        if (calm < settings.quiet()) {
            return incident(Incident.Phase.ONGOING);
        }
        Incident closed = incident(Incident.Phase.CLOSED);
        since = 0;
        openedAt = 0;
        peak = 0;
        calm = 0;
        return closed;
    }

    private Incident incident(Incident.Phase phase) {
        return new Incident(phase, since, openedAt, peak);
    }

    /** Returns the open incident of a stored state as a closed one; null if none is open. */
    static @Nullable Incident closed(ByteBuffer state) {
        long since = state.getLong();
        long openedAt = state.getLong();
        return openedAt > 0 ? new Incident(Incident.Phase.CLOSED, since, openedAt, state.getFloat()) : null;
    }
}
