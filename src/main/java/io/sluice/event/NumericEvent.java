package io.sluice.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of numeric channels.
 *
 * <p>A missing channel holds NaN. At least one channel is present, or has a value that was ignored.
 */
public final class NumericEvent implements Event {
    private final @Nullable String key;
    private final long timestamp;
    private final boolean timed;
    private final List<IgnoredValue> ignored;
    private final float[] channels;

    /** An event that does not name its key, because the record has it. */
    public NumericEvent(long timestamp, float... channels) {
        this(null, timestamp, true, List.of(), channels);
    }

    /**
     * An event of the given channels.
     *
     * @param key the key that the event names; null if the record has the key
     * @param timestamp the time of the event in milliseconds since the epoch
     * @param timed whether the event has a time of its own
     * @param ignored the values that are no readings; the event keeps the list, so the caller must not change it
     * @param channels the value of each channel, NaN if it is missing; the event keeps the array, so the caller must
     *     not change it
     */
    public NumericEvent(
            @Nullable String key, long timestamp, boolean timed, List<IgnoredValue> ignored, float... channels) {
        this.key = key;
        this.timestamp = timestamp;
        this.timed = timed;
        this.ignored = ignored;
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

    @Override
    public boolean isTimed() {
        return timed;
    }

    /** Returns the number of channels, missing ones included. */
    public int channels() {
        return channels.length;
    }

    /** Returns the value of a channel, in the order of the manifest's fields; NaN if it is missing. */
    public float channel(int index) {
        return channels[index];
    }

    public boolean isMissing(int index) {
        return Float.isNaN(channels[index]);
    }

    /** Returns true if the value of a channel was ignored because it is no reading. */
    public boolean isIgnored(String channel) {
        return !ignored.isEmpty()
                && ignored.stream().anyMatch(value -> value.channel().equals(channel));
    }

    /** Returns true if the event has channels and all of them are missing. */
    public boolean isEmpty() {
        for (float channel : channels) {
            if (!Float.isNaN(channel)) {
                return false;
            }
        }
        return channels.length > 0;
    }

    /** Returns the values that were ignored because they are no readings of their channels. */
    public List<IgnoredValue> ignored() {
        return ignored;
    }
}
