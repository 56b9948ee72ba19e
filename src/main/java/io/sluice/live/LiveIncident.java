package io.sluice.live;

import io.sluice.score.Incident;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An incident of a key, as far as it has come.
 *
 * @param partition the partition of the key
 * @param since the event time at which it opened, in milliseconds since the epoch
 * @param step the step of the key at which it opened
 * @param peak the largest score so far
 * @param opening the event that opened it; null if that was before the start of this instance
 * @param end how it closed; null while it is open
 */
public record LiveIncident(
        String key,
        int partition,
        long since,
        long step,
        float peak,
        @Nullable LiveEvent opening,
        @Nullable End end) {

    /**
     * The end of an incident.
     *
     * @param timestamp the event time, in milliseconds since the epoch
     * @param step the step of the key; 0 if no event closed it
     */
    public record End(Cause cause, long timestamp, long step) {}

    /** The reasons for which an incident closes. */
    public enum Cause {
        /** The last events of the key scored low. */
        QUIET,
        /** An event started its key again: a reset, a new model, or the first event after the time to live. */
        RESTARTED,
        /** A record without a value deleted the key. */
        DELETED,
        /** The key's time to live was over. */
        EXPIRED;

        /** Returns the name in an answer. */
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static LiveIncident of(LiveEvent event, Incident incident) {
        boolean opens = incident.phase() == Incident.Phase.OPENED;
        return new LiveIncident(
                event.key(),
                event.partition(),
                incident.since(),
                incident.step(),
                incident.peak(),
                opens ? event : null,
                null);
    }

    LiveIncident continued(Incident incident) {
        return new LiveIncident(key, partition, since, step, incident.peak(), opening, null);
    }

    LiveIncident closed(Cause cause, long timestamp, long atStep) {
        return new LiveIncident(key, partition, since, step, peak, opening, new End(cause, timestamp, atStep));
    }

    public boolean isOpen() {
        return end == null;
    }
}
