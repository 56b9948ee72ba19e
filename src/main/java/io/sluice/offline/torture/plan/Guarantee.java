package io.sluice.offline.torture.plan;

import java.util.Locale;

/** What the pipeline promises about each event. */
public enum Guarantee {
    EXACTLY_ONCE_V2,
    AT_LEAST_ONCE;

    /** Returns the value of {@code processing.guarantee}. */
    public String setting() {
        return name().toLowerCase(Locale.ROOT);
    }
}
