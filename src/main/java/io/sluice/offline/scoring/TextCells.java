package io.sluice.offline.scoring;

import java.util.regex.Pattern;

/** How a CSV shows texts of the data: keys, labels and items. Its numbers never change. */
public enum TextCells {
    /** As they are, so that a program reads back what was written. */
    UNCHANGED {
        @Override
        String of(String text) {
            return text;
        }
    },

    /**
     * With an apostrophe before a text that a spreadsheet could take for a formula. A number such as -5 is none, and
     * stays.
     */
    FOR_SPREADSHEETS {
        @Override
        String of(String text) {
            return FORMULA.matcher(text).lookingAt() && !NUMBER.matcher(text).matches() ? "'" + text : text;
        }
    };

    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r\\n]");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

    /** Returns a text of the data as a cell. */
    abstract String of(String text);
}
