package io.sluice.score;

import io.sluice.Internal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Opens, continues and closes the incident of a key.
 *
 * <p>Layout, little-endian: int64 event time and int64 step at which the incident opened, float32 largest score so far,
 * int32 number of calm events in a row; all zero without an incident.
 */
@Internal
public final class IncidentTracker {
    public static final int BYTES = Long.BYTES + Long.BYTES + Float.BYTES + Integer.BYTES;

    private final float open;
    private final float close;
    private final int quiet;
    private long since;
    private long openedAt;
    private float peak;
    private int calm;

    /**
     * A tracker of one key at a time.
     *
     * @param open the score that opens an incident
     * @param close the score below which an event of an open incident is calm
     * @param quiet the number of calm events in a row that closes an incident
     */
    public IncidentTracker(float open, float close, int quiet) {
        this.open = open;
        this.close = close;
        this.quiet = quiet;
    }

    /** Reads the incident of a key, {@value #BYTES} bytes. */
    public void read(ByteBuffer state) {
        since = state.getLong();
        openedAt = state.getLong();
        peak = state.getFloat();
        calm = state.getInt();
    }

    /** Writes the incident of a key, {@value #BYTES} bytes. */
    public void write(ByteBuffer state) {
        state.putLong(since).putLong(openedAt).putFloat(peak).putInt(calm);
    }

    /** Returns the number of steps since an incident opened; -1 if none is open. */
    long age(long step) {
        return openedAt > 0 ? step - openedAt : -1;
    }

    /**
     * Adds an event.
     *
     * @param score the score of the event, which can open an incident
     * @param calming the score that decides if the event is calm
     * @return the incident of this event; null if none is open
     */
    public @Nullable Incident add(float score, float calming, long step, long timestamp) {
        if (openedAt > 0) {
            return carryOn(score, calming);
        }
        if (score < open) {
            return null;
        }
        since = timestamp;
        openedAt = step;
        peak = score;
        calm = 0;
        return incident(Incident.Phase.OPENED);
    }

    /** Returns the open incident as an ongoing one; null if none is open. */
    public @Nullable Incident ongoing() {
        return openedAt > 0 ? incident(Incident.Phase.ONGOING) : null;
    }

    private Incident carryOn(float score, float calming) {
        peak = Math.max(peak, score);
        calm = calming < close ? calm + 1 : 0;
        if (calm < quiet) {
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
