package io.sluice.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event holds beside its key and its time, and how that is read from JSON. Belongs to one decoder. */
interface JsonContent {
    /** Where the content's fields stand in the document; a field's index in this list is its slot. */
    List<String> pointers();

    /** Forgets the document before. */
    void begin();

    /** Reads the value at which the parser stands, to its end; a Malformed where it cannot be used. */
    @Nullable
    Malformed read(JsonParser json, int slot) throws IOException;

    /** The event of a document that was read to its end, or why there is none. */
    Decoded event(@Nullable String key, long timestamp);

    /** The name of what a token begins, for people. */
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
