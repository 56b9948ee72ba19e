package io.sluice.event;

import java.io.IOException;

/** The value of one field of a record, as its format holds it. It is valid only while it is read. */
public interface FieldValue {
    /** The kinds of values that decoding tells apart. */
    enum Kind {
        /** No value: null, or an optional field that is not set. */
        NULL,
        /** A whole number that fits into a long. */
        LONG,
        /** A larger whole number. */
        BIG_INTEGER,
        /** A number that may have a fraction. */
        REAL,
        /** A string, or a constant of an enum. */
        TEXT,
        /** A point in time whose unit the format knows. */
        TIME,
        /** Anything else, such as an object. */
        OTHER
    }

    Kind kind();

    /** Returns the number of a {@link Kind#LONG}, or the milliseconds since the epoch of a {@link Kind#TIME}. */
    long asLong() throws IOException;

    /** Returns a number of any kind, rounded to the nearest double. */
    double asDouble() throws IOException;

    /** Returns the text, or a number of any kind as it is written. */
    String asText() throws IOException;

    /** Names the type of the value for a message, such as "an object". */
    String name();

    /** Returns true for a number of any kind. */
    default boolean isNumber() {
        return switch (kind()) {
            case LONG, BIG_INTEGER, REAL -> true;
            case NULL, TEXT, TIME, OTHER -> false;
        };
    }
}
