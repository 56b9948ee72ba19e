package io.sluice.event;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers that are written as text, such as {@code 21.5}, {@code +3} or {@code .5e3}. */
public final class NumberText {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");

    private NumberText() {}

    /** Returns true if a text, without the spaces around it, is a decimal number. */
    public static boolean isNumber(String text) {
        boolean isTime = text.indexOf(':') >= 0; // most texts are times, and the expression takes longer
        return !isTime && NUMBER.matcher(text.strip()).matches();
    }

    /** Returns true if a text, without the spaces around it, is a whole number. */
    static boolean isWhole(String text) {
        return WHOLE.matcher(text.strip()).matches();
    }

    /** Returns the whole number that a text writes; empty if it writes none, or one that does not fit in a long. */
    static OptionalLong whole(String text) {
        if (!isWhole(text)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) { // too large
            return OptionalLong.empty();
        }
    }
}
