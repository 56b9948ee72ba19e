package io.sluice.event;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a JSON event around its content.
 *
 * @param timestamp the JSON pointer (RFC 6901) to the time
 * @param unit the unit of a time that is a number
 * @param numbersInStrings whether a string such as {@code "21.5"} is a number
 * @param key the JSON pointer to the key, a string or an integer; null if the record has the key
 */
public record JsonLayout(
        String timestamp,
        TimestampUnit unit,
        boolean numbersInStrings,
        @Nullable String key) {
    /** The JSON pointer to the time where nothing else is set. */
    public static final String TIMESTAMP = "/timestamp";

    /** The key of a pipeline's setting that says whether a string may hold a number. */
    public static final String NUMBERS_IN_STRINGS = "sluice.event.numbers.in.strings";

    /** The layout of events where nothing else is set. */
    public static final JsonLayout DEFAULT = new JsonLayout(TIMESTAMP, TimestampUnit.AUTO, false, null);

    /** Returns this layout with a key at a JSON pointer; null if records have the key. */
    public JsonLayout withKey(@Nullable String pointer) {
        return new JsonLayout(timestamp, unit, numbersInStrings, pointer);
    }
}
