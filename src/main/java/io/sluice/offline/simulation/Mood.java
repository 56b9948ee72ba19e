package io.sluice.offline.simulation;

import java.util.Locale;

/** What an author is in, for a while: most of the texts are in its tone. */
public enum Mood {
    NEGATIVE(Tone.NEGATIVE),
    POSITIVE(Tone.POSITIVE);

    private final Tone tone;

    Mood(Tone tone) {
        this.tone = tone;
    }

    /**
     * The mood of a label.
     *
     * @throws IllegalArgumentException if the label is neither {@code negative} nor {@code positive}
     */
    public static Mood of(String label) {
        for (Mood mood : values()) {
            if (mood.label().equals(label)) {
                return mood;
            }
        }
        throw new IllegalArgumentException("\"" + label + "\" is no mood; negative and positive are");
    }

    /** The label that a classifier has for it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The tone of a text in line with this mood. */
    Tone tone() {
        return tone;
    }

    Mood other() {
        return this == NEGATIVE ? POSITIVE : NEGATIVE;
    }
}
