package io.sluice.score;

import io.sluice.event.Origin;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An alert that an incident opened or closed.
 *
 * @param timestamp the time, in milliseconds since the epoch, of the event that opened or closed the incident, of the
 *     record that deleted the key, or of the last event of a key that expired
 * @param step the number of the key's steps at that time
 * @param source the record that opened or closed the incident; null if the key expired
 * @param score the score of the event; null if the incident closed without a scored event
 * @param cause the reason for closing; null if the incident opened
 */
public record Alert(
        String key,
        long timestamp,
        long step,
        @Nullable Origin source,
        @Nullable Float score,
        Incident incident,
        @Nullable Cause cause) {

    /** The reasons for which an incident closes. */
    public enum Cause {
        /** The last events of the key, {@code quiet} in a row, scored low. */
        QUIET,
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
