package io.sluice.offline.simulation;

import java.util.Locale;

/** The tone of one text. It may differ from the mood of its author. */
public enum Tone {
    NEGATIVE,
    POSITIVE,
    /** Both positive and negative, or neither: no label is right or wrong. */
    MIXED;

    /** Returns the tone as a label: {@code negative}, {@code positive} or {@code mixed}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
