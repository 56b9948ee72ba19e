package io.sluice.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of an event, which is everything but its key and its time, as it is read from JSON. It belongs to one
 * decoder.
 */
interface JsonContent {
    /** Returns the pointers to the fields of the content; the index of a field in this list is its slot. */
    List<String> pointers();

    /** Begins a document and forgets the one before. */
    void begin();

    /** Reads the parser's current value to its end; returns a Malformed if the value cannot be used, else null. */
    @Nullable
    Malformed read(JsonParser json, int slot) throws IOException;

    /** Returns the event of a document that was read to its end, or the reason why there is none. */
    Decoded event(@Nullable String key, long timestamp);

    /** Names the JSON type of a value by its first token, for a message. */
    static String name(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            default -> token.toString();
        };
    }
}
