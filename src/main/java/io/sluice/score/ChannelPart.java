package io.sluice.score;

import org.jspecify.annotations.Nullable;

/**
 * The part of one channel in the verdict of an anomaly model.
 *
 * @param name the name of the channel
 * @param expected the forecast for this reading, in the channel's unit; null if there was no forecast yet
 * @param contribution the share in the score, in [0, 1], see {@link ChannelShares}; the shares of all channels add up
 *     to 1, or are all 0 if nothing surprised; null if the model has no output that would say it
 */
public record ChannelPart(
        String name, @Nullable Float expected, @Nullable Float contribution) {
    /** Returns true if all numbers are finite. JSON can write no others. */
    boolean isFinite() {
        return isFinite(contribution) && isFinite(expected);
    }

    private static boolean isFinite(@Nullable Float number) {
        return number == null || Float.isFinite(number);
    }
}
