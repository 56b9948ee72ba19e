package io.sluice.score;

import io.sluice.event.Origin;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An alert that an incident opened or closed.
 *
 * @param kind the kind of the incident
 * @param timestamp the time, in milliseconds since the epoch, of the event that opened or closed the incident, of the
 *     record that deleted the key, or of the last event of a key that expired; for the opening of a silence, the time
 *     from which the key was silent for too long
 * @param step the number of the key's steps at that time
 * @param source the record that opened or closed the incident; null if there was none
 * @param score the score of the event; null if the incident closed without a scored event
 * @param cause the reason for closing, or that of a silence; null if an anomaly opened
 * @param explanation what deviated at the event that opened an anomaly; null otherwise
 */
public record Alert(
        Kind kind,
        String key,
        long timestamp,
        long step,
        @Nullable Origin source,
        @Nullable Float score,
        Incident incident,
        @Nullable Cause cause,
        @Nullable Explanation explanation) {

    /** An alert without an explanation. */
    public Alert(
            Kind kind,
            String key,
            long timestamp,
            long step,
            @Nullable Origin source,
            @Nullable Float score,
            Incident incident,
            @Nullable Cause cause) {
        this(kind, key, timestamp, step, source, score, incident, cause, null);
    }

    /** The kinds of incidents. */
    public enum Kind {
        /** Events of the key scored high. */
        ANOMALY,
        /** The key sent no event. */
        SILENCE;

        /** Returns the name in an alert. */
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The reasons for which an incident closes, and the one for which a silence opens. */
    public enum Cause {
        /** The last events of the key, {@code quiet} in a row, scored low. */
        QUIET,
        /** The key has sent no event for too long. This opens an incident. */
        SILENCE,
        /** The key has sent an event again after its silence. */
        EVENT,
        /** An event asked to reset its key. */
        RESET,
        /** A record without a value deleted the key. */
        DELETED,
        /** Stream time advanced by more than the time to live without an event of the key. */
        EXPIRED,
        /** Another model runs and the policy resets the key, or another scorer runs. */
        NEW_MODEL;

        /** Returns the name in an alert. */
        String json() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
