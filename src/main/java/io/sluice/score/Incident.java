package io.sluice.score;

import java.util.Locale;

/**
 * A run of events that belong to one anomaly.
 *
 * @param phase what this event is to the incident
 * @param since the event time at which it opened, milliseconds since the epoch
 * @param step the key's step at which it opened
 * @param peak the largest score so far
 */
public record Incident(Phase phase, long since, long step, float peak) {
    /** What an event is to an incident. */
    public enum Phase {
        OPENED,
        ONGOING,
        CLOSED;

        /** The name in a prediction. */
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
