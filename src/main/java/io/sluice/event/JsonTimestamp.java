package io.sluice.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The time of an event, as it is read from JSON. It belongs to one decoder. */
final class JsonTimestamp {
    private final String pointer;
    private final TimestampUnit unit;
    private final boolean numbersInStrings;
    private long millis;

    JsonTimestamp(JsonLayout layout) {
        this.pointer = layout.timestamp();
        this.unit = layout.unit();
        this.numbersInStrings = layout.numbersInStrings();
    }

    /** Begins a document, whose time is that of its record unless it has one of its own. */
    void begin(long recordTimestamp) {
        millis = recordTimestamp;
    }

    /** Returns the time of the event in milliseconds since the epoch. */
    long millis() {
        return millis;
    }

    /** Reads the parser's current value to its end; returns a Malformed if the value is no time, else null. */
    @Nullable
    Malformed read(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_STRING) {
            return readString(json.getText());
        }
        if (token.isNumeric()) {
            return readNumber(token, json);
        }
        json.skipChildren();
        return bad(JsonContent.name(token) + ", not " + unit.readable());
    }

    private @Nullable Malformed readNumber(JsonToken token, JsonParser json) throws IOException {
        boolean isLong =
                token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        OptionalLong read = isLong ? unit.millis(json.getLongValue()) : unit.millis(json.getDoubleValue());
        return read.isEmpty() ? refused(json.getText()) : take(read.getAsLong());
    }

    private @Nullable Malformed readString(String text) {
        if (!numbersInStrings && NumberText.isNumber(text)) {
            return bad("a string that holds a number; set " + JsonLayout.NUMBERS_IN_STRINGS + "=true to read it");
        }
        OptionalLong read = unit.read(text);
        return read.isEmpty() ? refused(text) : take(read.getAsLong());
    }

    private @Nullable Malformed take(long read) {
        millis = read;
        return null;
    }

    private Malformed refused(String found) {
        return bad(unit.refusal(found, TimestampUnit.SETTING));
    }

    private Malformed bad(String fault) {
        return new Malformed(DeadLetterReason.BAD_TIMESTAMP, pointer + " is " + fault);
    }
}
