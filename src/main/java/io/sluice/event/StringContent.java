package io.sluice.event;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text or the item of an event, a string at its pointer. An item may also be an integer: then it is the digits. */
final class StringContent implements EventContent {
    private final String pointer;
    private final Kind kind;
    private @Nullable String found;

    private enum Kind {
        TEXT("the text", "a string", DeadLetterReason.NO_TEXT, DeadLetterReason.BAD_TEXT, DeadLetterReason.BLANK_TEXT) {
            @Override
            boolean takes(FieldValue.Kind found) {
                return found == FieldValue.Kind.TEXT;
            }

            @Override
            Event event(@Nullable String key, long timestamp, boolean timed, String found) {
                return new TextEvent(key, timestamp, timed, found);
            }
        },

        ITEM(
                "the item",
                "a string or an integer",
                DeadLetterReason.NO_ITEM,
                DeadLetterReason.BAD_ITEM,
                DeadLetterReason.BLANK_ITEM) {
            @Override
            boolean takes(FieldValue.Kind found) {
                return switch (found) {
                    case TEXT, LONG, BIG_INTEGER -> true;
                    case NULL, REAL, TIME, OTHER -> false;
                };
            }

            @Override
            Event event(@Nullable String key, long timestamp, boolean timed, String found) {
                return new ItemEvent(key, timestamp, timed, found);
            }
        };

        private final String name;
        private final String needed;
        private final DeadLetterReason none;
        private final DeadLetterReason bad;
        private final DeadLetterReason blank;

        Kind(String name, String needed, DeadLetterReason none, DeadLetterReason bad, DeadLetterReason blank) {
            this.name = name;
            this.needed = needed;
            this.none = none;
            this.bad = bad;
            this.blank = blank;
        }

        abstract boolean takes(FieldValue.Kind found);

        abstract Event event(@Nullable String key, long timestamp, boolean timed, String found);
    }

    private StringContent(String pointer, Kind kind) {
        this.pointer = pointer;
        this.kind = kind;
    }

    static StringContent ofText(String pointer) {
        return new StringContent(pointer, Kind.TEXT);
    }

    static StringContent ofItem(String pointer) {
        return new StringContent(pointer, Kind.ITEM);
    }

    @Override
    public List<String> pointers() {
        return List.of(pointer);
    }

    @Override
    public void begin() {
        found = null;
    }

    @Override
    public @Nullable Malformed read(FieldValue value, int slot) throws IOException {
        if (kind.takes(value.kind())) {
            found = value.asText();
            return null;
        }
        return value.kind() == FieldValue.Kind.NULL
                ? null
                : new Malformed(kind.bad, pointer + " is " + name(value) + ", not " + kind.needed);
    }

    private static String name(FieldValue value) {
        return value.kind() == FieldValue.Kind.REAL ? "a number with a fraction" : value.name();
    }

    @Override
    public Decoded event(@Nullable String key, long timestamp, boolean timed) {
        if (found == null) {
            return new Malformed(kind.none, pointer + " is missing or null; it must hold " + kind.name);
        }
        return TextEvent.isBlank(found)
                ? new Malformed(kind.blank, pointer + " has no visible character")
                : kind.event(key, timestamp, timed, found);
    }
}
