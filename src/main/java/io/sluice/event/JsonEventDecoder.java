package io.sluice.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a JSON object to an {@link Event} in one pass, or says why that cannot be done.
 *
 * <p>The channels stand at their JSON pointers, the event's time at {@code /timestamp} as ISO 8601 or as milliseconds
 * since the epoch; without one the record's own time counts. A channel that is absent or null is missing as long as
 * another one is there. More fields do no harm.
 *
 * <p>A decoder belongs to one thread.
 */
public final class JsonEventDecoder {
    private static final int TIMESTAMP = Integer.MAX_VALUE;
    private static final int KEY = Integer.MAX_VALUE - 1;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION) // UTF-8 alone is JSON between systems (RFC 8259)
            .build();

    private final List<Channel> channels;
    private final @Nullable String keyPointer;
    private final int maxBytes;
    private final PointerTree fields = new PointerTree();

    private float[] values = {};
    private long timestamp;
    private @Nullable String key;
    private @Nullable Malformed fault;

    /**
     * A decoder of the given channels.
     *
     * @param keyPointer where the event itself names its key, as a string or an integer; null where records are keyed
     * @param maxBytes the largest value that is decoded
     * @throws IllegalArgumentException where two pointers stand in each other's way
     */
    public JsonEventDecoder(List<Channel> channels, @Nullable String keyPointer, int maxBytes) {
        this.channels = List.copyOf(channels);
        this.keyPointer = keyPointer;
        this.maxBytes = maxBytes;
        fields.add("/timestamp", TIMESTAMP);
        if (keyPointer != null) {
            fields.add(keyPointer, KEY);
        }
        for (int i = 0; i < channels.size(); i++) {
            fields.add(channels.get(i).pointer(), i);
        }
    }

    /**
     * Decodes one record's value.
     *
     * @param value the bytes of a record's value
     * @param recordTimestamp the record's time, for an event that carries none
     */
    public Decoded decode(byte[] value, long recordTimestamp) {
        if (value.length > maxBytes) {
            return new Malformed(
                    Reason.TOO_LARGE, "the value has " + value.length + " bytes; at most " + maxBytes + " are decoded");
        }
        timestamp = recordTimestamp;
        values = new float[channels.size()];
        Arrays.fill(values, Float.NaN);
        key = null;
        fault = null;
        try (JsonParser json = FACTORY.createParser(value)) {
            return decode(json);
        } catch (JsonProcessingException broken) {
            return malformed(broken);
        } catch (IOException broken) {
            return new Malformed(Reason.NOT_JSON, "the value is not JSON: " + broken.getMessage());
        }
    }

    private static Malformed malformed(JsonProcessingException broken) {
        boolean duplicate = broken.getOriginalMessage().startsWith("Duplicate field");
        return new Malformed(
                duplicate ? Reason.DUPLICATE_FIELD : Reason.NOT_JSON,
                (duplicate ? "" : "the value is not JSON: ") + broken.getOriginalMessage());
    }

    private Decoded decode(JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        if (first == null) {
            return new Malformed(Reason.EMPTY, "the value is empty");
        }
        if (first == JsonToken.START_OBJECT) {
            readObject(json, fields);
        } else {
            json.skipChildren();
            fault = first == JsonToken.VALUE_NULL
                    ? new Malformed(Reason.NULL, "the value is the JSON null; delete a key with a record without value")
                    : new Malformed(Reason.NOT_AN_OBJECT, "the value is " + name(first) + ", not an object");
        }
        if (json.nextToken() != null) {
            return new Malformed(Reason.NOT_JSON, "the value goes on after its JSON document");
        }
        return outcome();
    }

    private Decoded outcome() {
        if (fault != null) {
            return fault;
        }
        if (keyPointer != null && key == null) {
            return new Malformed(Reason.NO_KEY, keyPointer + " is missing or null; it must name the event's key");
        }
        for (float channel : values) {
            if (!Float.isNaN(channel)) {
                return new Event(key, timestamp, values);
            }
        }
        return new Malformed(
                Reason.NO_CHANNEL,
                "none of the channels is present: "
                        + channels.stream().map(Channel::pointer).toList());
    }

    private void readObject(JsonParser json, PointerTree node) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            PointerTree child = node.child(json.currentName());
            json.nextToken();
            readValue(json, child);
        }
    }

    private void readArray(JsonParser json, PointerTree node) throws IOException {
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            readValue(json, node.child(Integer.toString(i)));
        }
    }

    private void readValue(JsonParser json, @Nullable PointerTree node) throws IOException {
        if (node == null) {
            json.skipChildren();
        } else if (node.slot() == TIMESTAMP) {
            readTimestamp(json);
        } else if (node.slot() == KEY) {
            readKey(json);
        } else if (node.slot() != PointerTree.NONE) {
            readChannel(json, node.slot());
        } else if (json.currentToken() == JsonToken.START_OBJECT) {
            readObject(json, node);
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            readArray(json, node);
        }
    }

    private void readChannel(JsonParser json, int slot) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (!token.isNumeric()) {
            json.skipChildren();
            fail(Reason.BAD_CHANNEL, channels.get(slot).pointer() + " is " + name(token) + ", not a number");
            return;
        }
        values[slot] = (float) json.getDoubleValue();
        if (!Float.isFinite(values[slot])) {
            fail(Reason.BAD_CHANNEL, channels.get(slot).pointer() + " is not finite as float32");
        }
    }

    private void readKey(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
            key = json.getText();
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
                fail(Reason.KEY_NOT_UTF8, keyPointer + " holds half of a surrogate pair, which UTF-8 cannot write");
            }
        } else if (token != JsonToken.VALUE_NULL) {
            json.skipChildren();
            fail(Reason.NO_KEY, keyPointer + " is " + name(token) + ", not a string or an integer");
        }
    }

    private void readTimestamp(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        OptionalLong read = OptionalLong.empty();
        if (token == JsonToken.VALUE_STRING) {
            read = Timestamps.parse(json.getText());
        } else if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            read = Timestamps.inRange(json.getLongValue());
        }
        json.skipChildren();
        if (read.isEmpty()) {
            fail(
                    Reason.BAD_TIMESTAMP,
                    "/timestamp is neither ISO 8601 nor milliseconds since the epoch within the years 1 to 9999");
        } else {
            timestamp = read.getAsLong();
        }
    }

    /** Keeps the first fault; the document is read to its end, as it may turn out to be no JSON at all. */
    private void fail(Reason reason, String detail) {
        if (fault == null) {
            fault = new Malformed(reason, detail);
        }
    }

    private static String name(JsonToken token) {
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
