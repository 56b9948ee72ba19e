package io.sluice.score;

import java.util.Locale;

/**
 * A run of events that belong to one anomaly.
 *
 * @param phase the relation of the current event to the incident
 * @param since the event time at which the incident opened, in milliseconds since the epoch
 * @param step the step of the key at which the incident opened
 * @param peak the largest score so far
 */
public record Incident(Phase phase, long since, long step, float peak) {
    /** The relation of an event to an incident. */
    public enum Phase {
        OPENED,
        ONGOING,
        CLOSED;

        /** Returns the name in a prediction. */
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
