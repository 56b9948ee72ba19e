package io.sluice.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text or the item of an event, a string at its pointer. An item may also be an integer: then it is the digits. */
final class JsonString implements JsonContent {
    private final String pointer;
    private final Kind kind;
    private @Nullable String found;

    private enum Kind {
        TEXT("the text", "a string", DeadLetterReason.NO_TEXT, DeadLetterReason.BAD_TEXT, DeadLetterReason.BLANK_TEXT) {
            @Override
            boolean takes(JsonToken token) {
                return token == JsonToken.VALUE_STRING;
            }

            @Override
            Event event(@Nullable String key, long timestamp, String found) {
                return new TextEvent(key, timestamp, found);
            }
        },

        ITEM(
                "the item",
                "a string or an integer",
                DeadLetterReason.NO_ITEM,
                DeadLetterReason.BAD_ITEM,
                DeadLetterReason.BLANK_ITEM) {
            @Override
            boolean takes(JsonToken token) {
                return token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
            }

            @Override
            Event event(@Nullable String key, long timestamp, String found) {
                return new ItemEvent(key, timestamp, found);
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

        abstract boolean takes(JsonToken token);

        abstract Event event(@Nullable String key, long timestamp, String found);
    }

    private JsonString(String pointer, Kind kind) {
        this.pointer = pointer;
        this.kind = kind;
    }

    static JsonString ofText(String pointer) {
        return new JsonString(pointer, Kind.TEXT);
    }

    static JsonString ofItem(String pointer) {
        return new JsonString(pointer, Kind.ITEM);
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
    public @Nullable Malformed read(JsonParser json, int slot) throws IOException {
        JsonToken token = json.currentToken();
        if (kind.takes(token)) {
            found = json.getText();
            return null;
        }
        json.skipChildren();
        return token == JsonToken.VALUE_NULL
                ? null
                : new Malformed(kind.bad, pointer + " is " + name(token) + ", not " + kind.needed);
    }

    private static String name(JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_FLOAT ? "a number with a fraction" : JsonContent.name(token);
    }

    @Override
    public Decoded event(@Nullable String key, long timestamp) {
        if (found == null) {
            return new Malformed(kind.none, pointer + " is missing or null; it must hold " + kind.name);
        }
        return TextEvent.isBlank(found)
                ? new Malformed(kind.blank, pointer + " has no visible character")
                : kind.event(key, timestamp, found);
    }
}
