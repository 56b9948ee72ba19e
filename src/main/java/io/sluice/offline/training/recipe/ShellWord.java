package io.sluice.offline.training.recipe;

import java.util.regex.Pattern;

/** Text as one word of a shell command. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+=,-]+");

    private ShellWord() {}

    /** Returns the text, in single quotes if it needs them. */
    public static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
