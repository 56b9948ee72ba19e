package io.sluice.score;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reasons for which a scorer judged an event as it did.
 *
 * @param channels the channels, in the order of the manifest's fields
 */
public record Explanation(List<ExplainedChannel> channels) {
    /** Makes an explanation of channels, which it copies. */
    public Explanation {
        channels = List.copyOf(channels);
    }

    /**
     * What one channel added.
     *
     * @param channel the channel's name, forecast and share
     * @param value the reading, in the channel's unit; null if it is missing
     * @param usual the readings that were usual before this event; null if the scorer does not know them
     * @param frequency the share of earlier readings that lay in the same range, or the probability of such an event
     *     under the scorer's tails, in (0, 1]; null if the scorer does not know it
     * @param parts the parts of the deviation that are not 0
     */
    public record ExplainedChannel(
            ChannelPart channel,
            @Nullable Float value,
            @Nullable Usual usual,
            @Nullable Float frequency,
            List<Part> parts) {
        /** Makes an explanation of a channel. It copies the parts. */
        public ExplainedChannel {
            parts = List.copyOf(parts);
        }

        private boolean isFinite() {
            return (value == null || Float.isFinite(value))
                    && (usual == null || usual.isFinite())
                    && (frequency == null || Float.isFinite(frequency))
                    && parts.stream().allMatch(part -> Float.isFinite(part.size()));
        }
    }

    /** The readings from two spreads below the mean to two spreads above it, in the channel's unit. */
    public record Usual(float from, float to) {
        private boolean isFinite() {
            return Float.isFinite(from) && Float.isFinite(to);
        }
    }

    /**
     * A part of the deviation of a channel.
     *
     * @param name what deviates, such as {@code value} or {@code forecast}
     * @param size the weighted square of the distance, above 0; the sizes of all parts add up to the deviation
     */
    public record Part(String name, float size) {}

    /** Returns true if all numbers are finite. JSON can write no others. */
    boolean isFinite() {
        return channels.stream().allMatch(ExplainedChannel::isFinite);
    }
}
