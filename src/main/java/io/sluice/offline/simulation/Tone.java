package io.sluice.offline.simulation;

import java.util.Locale;

/** What a text says, whatever mood its author is in. */
public enum Tone {
    NEGATIVE,
    POSITIVE,
    /** For and against, or neither: no label is right or wrong. */
    MIXED;

    /** The tone as a label: {@code negative}, {@code positive} or {@code mixed}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
