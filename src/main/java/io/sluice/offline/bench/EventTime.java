package io.sluice.offline.bench;

import java.util.Locale;

/** The form of the time in an event. */
public enum EventTime {
    /** A text of ISO 8601 in UTC with milliseconds. */
    ISO,
    /** A number of milliseconds since the epoch. */
    MILLIS;

    /** Returns the name as an option takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
