package io.sluice.event;

import org.jspecify.annotations.Nullable;

/**
 * An event of numeric channels.
 *
 * <p>A channel that is missing holds NaN; at least one channel is present.
 */
public final class NumericEvent implements Event {
    private final @Nullable String key;
    private final long timestamp;
    private final float[] channels;

    /** An event that does not name its key: its record does. */
    public NumericEvent(long timestamp, float... channels) {
        this(null, timestamp, channels);
    }

    /**
     * An event of the given channels.
     *
     * @param key the key that the event itself names, null where its record does
     * @param timestamp the event's time in milliseconds since the epoch
     * @param channels one value a channel, NaN where it is missing; the event keeps the array, the caller must not
     *     change it
     */
    public NumericEvent(@Nullable String key, long timestamp, float... channels) {
        this.key = key;
        this.timestamp = timestamp;
        this.channels = channels;
    }

    @Override
    public @Nullable String key() {
        return key;
    }

    @Override
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
