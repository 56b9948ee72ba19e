package io.sluice.offline.simulation;

import java.util.Locale;

/** The mood of an author over a number of texts. Most of these texts have its tone. */
public enum Mood {
    NEGATIVE(Tone.NEGATIVE),
    POSITIVE(Tone.POSITIVE);

    private final Tone tone;

    Mood(Tone tone) {
        this.tone = tone;
    }

    /**
     * Returns the mood of a label.
     *
     * @throws IllegalArgumentException if the label is neither {@code negative} nor {@code positive}
     */
    public static Mood of(String label) {
        for (Mood mood : values()) {
            if (mood.label().equals(label)) {
                return mood;
            }
        }
        throw new IllegalArgumentException("no mood \"" + label + "\"; the moods are negative and positive");
    }

    /** Returns the label that a classifier gives to this mood. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the tone of a text that matches this mood. */
    Tone tone() {
        return tone;
    }

    Mood other() {
        return this == NEGATIVE ? POSITIVE : NEGATIVE;
    }
}
