package io.sluice.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The current value of a JSON parser. */
record JsonValue(JsonParser json, Kind kind) implements FieldValue {
    static JsonValue of(JsonParser json) throws IOException {
        return new JsonValue(json, kind(json));
    }

    private static Kind kind(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> Kind.NULL;
            case VALUE_STRING -> Kind.TEXT;
            case VALUE_NUMBER_FLOAT -> Kind.REAL;
            case VALUE_NUMBER_INT ->
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? Kind.BIG_INTEGER : Kind.LONG;
            default -> Kind.OTHER;
        };
    }

    @Override
    public long asLong() throws IOException {
        return json.getLongValue();
    }

    @Override
    public double asDouble() throws IOException {
        return json.getDoubleValue();
    }

    @Override
    public String asText() throws IOException {
        return json.getText();
    }

    @Override
    public String name() {
        return name(json.currentToken());
    }

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
