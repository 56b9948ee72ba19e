package io.sluice.score;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdict of an anomaly model on one event.
 *
 * @param score the anomaly score in [0, 1], comparable between keys: 1 - p^0.4, where p is the probability of such an
 *     event by the key's own past, raised by the damping of the key's last alarms
 * @param surprise the surprise of the model, at least 0, comparable within a key
 * @param incident the incident that this event opens, belongs to or closes; null without one
 * @param channels the forecast of each channel, and its share in the score
 */
public record Anomaly(float score, float surprise, @Nullable Incident incident, List<ChannelPart> channels)
        implements Verdict {

    /** Returns true if an incident is open after this event. */
    public boolean alert() {
        return incident != null && incident.phase() != Incident.Phase.CLOSED;
    }

    @Override
    public boolean isFinite() {
        return Float.isFinite(score)
                && Float.isFinite(surprise)
                && (incident == null || Float.isFinite(incident.peak()))
                && channels.stream().allMatch(ChannelPart::isFinite);
    }

    /**
     * The part of one channel.
     *
     * @param expected the forecast for this reading, in the channel's unit; null if there was no forecast yet
     * @param contribution the share in the score, in [0, 1], see {@link ChannelShares}; the shares of all channels add
     *     up to 1, or are all 0 if nothing surprised
     */
    public record ChannelPart(String name, @Nullable Float expected, float contribution) {
        private boolean isFinite() {
            return Float.isFinite(contribution) && (expected == null || Float.isFinite(expected));
        }
    }
}
