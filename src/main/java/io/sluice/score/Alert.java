package io.sluice.score;

import io.sluice.event.Origin;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That an incident opened or closed.
 *
 * @param timestamp the time of the event with which it opened or closed, in milliseconds since the epoch; of the record
 *     that deleted the key; or where the key expired, of its last event
 * @param step the key's steps by then
 * @param source the record that opened or closed it; null where the key expired
 * @param score of the event; null where the incident was closed without scoring one
 * @param cause why it closed; null where it opened
 */
public record Alert(
        String key,
        long timestamp,
        long step,
        @Nullable Origin source,
        @Nullable Float score,
        Incident incident,
        @Nullable Cause cause) {

    /** Why an incident closed. */
    public enum Cause {
        /** So many events in a row scored low. */
        QUIET,
        /** An event asked for a new start of its key. */
        RESET,
        /** A record without value deleted the key. */
        DELETED,
        /** The key rested for longer than the time to live. */
        EXPIRED,
        /** The key starts anew under another model. */
        NEW_MODEL;

        /** The name in an alert. */
        String json() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
