package io.sluice.score;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How anomalous an event is.
 *
 * @param score in [0, 1], comparable between keys: 1 - p^0.4, where p is the probability of such an event by the key's
 *     own past, less what the key's last alarms have made ordinary
 * @param surprise the model's, at least 0, comparable within a key
 * @param incident the incident that this event opens, belongs to or closes; null without one
 * @param channels what was expected of each channel, and its share in the score
 */
public record Anomaly(float score, float surprise, @Nullable Incident incident, List<ChannelPart> channels)
        implements Verdict {

    /** Whether an incident is open after this event. */
    public boolean alert() {
        return incident != null && incident.phase() != Incident.Phase.CLOSED;
    }

    /**
     * A channel's part.
     *
     * @param expected the forecast for this reading, in the channel's unit; null where nothing was forecast yet
     * @param contribution the share in the score, in [0, 1], see {@link ChannelShares}; the shares of all channels add
     *     up to 1, or are 0 where nothing surprised
     */
    public record ChannelPart(String name, @Nullable Float expected, float contribution) {}
}
