package io.sluice.event;

/**
 * A decoded event of numeric channels.
 *
 * <p>A channel that is missing holds NaN; at least one channel is present.
 */
public final class Event implements Decoded {
    private final long timestamp;
    private final float[] channels;

    /**
     * @param timestamp the event's time in milliseconds since the epoch
     * @param channels one value a channel, NaN where it is missing; the event keeps the array, the caller must not
     *     change it
     */
    public Event(long timestamp, float... channels) {
        this.timestamp = timestamp;
        this.channels = channels;
    }

    /** The event's own time, in milliseconds since the epoch; the record's where the event carries none. */
    public long timestamp() {
        return timestamp;
    }

    public int channels() {
        return channels.length;
    }

    /** The value of a channel, in the order of the manifest's fields; NaN where it is missing. */
    public float channel(int index) {
        return channels[index];
    }

    public boolean isMissing(int index) {
        return Float.isNaN(channels[index]);
    }
}
