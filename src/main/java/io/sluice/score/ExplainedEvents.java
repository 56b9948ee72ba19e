package io.sluice.score;

import java.util.Arrays;
import java.util.Locale;

/** The events whose predictions and alerts say what deviated. */
public enum ExplainedEvents {
    /** No events. */
    NONE,
    /** The events at which an incident is open, and so the alerts that open one. */
    ALERTS,
    /** All events. */
    ALL;

    /** Returns true if an event is explained. */
    public boolean include(boolean alert) {
        return this == ALL || (this == ALERTS && alert);
    }

    /** Returns the value of the setting. */
    public String setting() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the constant of a setting's value. */
    public static ExplainedEvents of(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT));
    }

    /** Returns the possible values of the setting. */
    public static String[] settings() {
        return Arrays.stream(values()).map(ExplainedEvents::setting).toArray(String[]::new);
    }
}
