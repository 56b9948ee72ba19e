package io.sluice.event;

/**
 * A value of an event that is no reading, so that its channel is missing.
 *
 * @param channel the name of the channel
 * @param why the reason why it is no reading
 */
public record IgnoredValue(String channel, Why why) {

    /** The reason why a value is no reading. */
    public enum Why {
        /** The value lies outside the channel's range. */
        RANGE,
        /** The value is one of the channel's codes for a missing reading. */
        MISSING_CODE
    }
}
