package io.sluice.score;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdict of an anomaly model on one event.
 *
 * @param score the anomaly score in [0, 1], comparable between keys; the scorer defines its scale
 * @param quick the score that opens and closes incidents; null if the scorer has no other than {@code score}
 * @param surprise the surprise of the model, at least 0, comparable within a key
 * @param incident the incident that this event opens, belongs to or closes; null without one
 * @param channels the forecast of each channel, and its share in the score
 * @param silentLeft the number of events of the key, this one included, that score 0 because its past is too short
 * @param explanation what deviated; null if the settings do not ask for it
 */
public record Anomaly(
        float score,
        @Nullable Float quick,
        float surprise,
        @Nullable Incident incident,
        List<ChannelPart> channels,
        int silentLeft,
        @Nullable Explanation explanation)
        implements Verdict {

    /** A verdict of a scorer with one score, without an explanation. */
    public Anomaly(
            float score, float surprise, @Nullable Incident incident, List<ChannelPart> channels, int silentLeft) {
        this(score, null, surprise, incident, channels, silentLeft, null);
    }

    /** Returns this verdict with an explanation. */
    public Anomaly explained(Explanation reason) {
        return new Anomaly(score, quick, surprise, incident, channels, silentLeft, reason);
    }

    /** Returns true if the past of the key was long enough to judge this event. */
    public boolean isJudged() {
        return silentLeft == 0;
    }

    /** Returns true if an incident is open after this event. */
    public boolean alert() {
        return incident != null && incident.phase() != Incident.Phase.CLOSED;
    }

    @Override
    public boolean isFinite() {
        return Float.isFinite(score)
                && (quick == null || Float.isFinite(quick))
                && Float.isFinite(surprise)
                && (incident == null || Float.isFinite(incident.peak()))
                && (explanation == null || explanation.isFinite())
                && channels.stream().allMatch(ChannelPart::isFinite);
    }
}
