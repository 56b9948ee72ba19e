package io.sluice.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a JSON object to an {@link Event} in one pass, or returns the reason why it cannot. A byte order mark before
 * it is ignored.
 *
 * <p>An event has numeric channels, each at its JSON pointer, or one text or one item at its pointer. A field holds its
 * time as ISO 8601 or as a number since the epoch; an event without it has the time of its record. A channel that is
 * absent or null is a missing value, but at least one channel must be present. A channel whose value is not accepted is
 * missing, too. Other fields are ignored.
 *
 * <p>A decoder belongs to one thread.
 */
public final class JsonEventDecoder {
    private static final int TIMESTAMP = Integer.MAX_VALUE;
    private static final int KEY = Integer.MAX_VALUE - 1;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION) // between systems, JSON must be UTF-8 (RFC 8259)
            .build();

    private final JsonContent content;
    private final @Nullable String keyPointer;
    private final JsonTimestamp timestamp;
    private final int maxBytes;
    private final PointerTree fields = new PointerTree();

    private @Nullable String key;
    private @Nullable Malformed fault;

    private JsonEventDecoder(JsonContent content, JsonLayout layout, int maxBytes) {
        this.content = content;
        this.keyPointer = layout.key();
        this.timestamp = new JsonTimestamp(layout);
        this.maxBytes = maxBytes;
        fields.add(layout.timestamp(), TIMESTAMP);
        if (keyPointer != null) {
            fields.add(keyPointer, KEY);
        }
        List<String> pointers = content.pointers();
        for (int slot = 0; slot < pointers.size(); slot++) {
            fields.add(pointers.get(slot), slot);
        }
    }

    /**
     * Makes a decoder to {@link NumericEvent}s of the given channels.
     *
     * @param layout the places of the event's time and key
     * @param maxBytes the largest number of bytes that is decoded
     * @throws IllegalArgumentException if two pointers name the same value, or one is inside the value of another
     */
    public static JsonEventDecoder ofChannels(List<Channel> channels, JsonLayout layout, int maxBytes) {
        return new JsonEventDecoder(new JsonChannels(channels, layout.numbersInStrings()), layout, maxBytes);
    }

    /**
     * Makes a decoder to {@link TextEvent}s.
     *
     * @param pointer the pointer to the text, a string
     * @param layout the places of the event's time and key
     * @param maxBytes the largest number of bytes that is decoded
     * @throws IllegalArgumentException if two pointers name the same value, or one is inside the value of another
     */
    public static JsonEventDecoder ofText(String pointer, JsonLayout layout, int maxBytes) {
        return new JsonEventDecoder(JsonString.ofText(pointer), layout, maxBytes);
    }

    /**
     * Makes a decoder to {@link ItemEvent}s.
     *
     * @param pointer the pointer to the item, a string or an integer
     * @param layout the places of the event's time and key
     * @param maxBytes the largest number of bytes that is decoded
     * @throws IllegalArgumentException if two pointers name the same value, or one is inside the value of another
     */
    public static JsonEventDecoder ofItem(String pointer, JsonLayout layout, int maxBytes) {
        return new JsonEventDecoder(JsonString.ofItem(pointer), layout, maxBytes);
    }

    /**
     * Decodes the value of one record.
     *
     * @param value the bytes of the value
     * @param recordTimestamp the time of the record, for an event without a time
     */
    public Decoded decode(byte[] value, long recordTimestamp) {
        if (value.length > maxBytes) {
            return Malformed.tooLarge(value.length, maxBytes);
        }
        timestamp.begin(recordTimestamp);
        content.begin();
        key = null;
        fault = null;
        int start = ByteOrderMark.bytes(value);
        try (JsonParser json = FACTORY.createParser(value, start, value.length - start)) {
            return decode(json);
        } catch (JsonProcessingException e) {
            return malformed(e);
        } catch (IOException e) {
            return new Malformed(DeadLetterReason.NOT_JSON, "the value is not JSON: " + e.getMessage());
        }
    }

    private static Malformed malformed(JsonProcessingException e) {
        boolean duplicate = e.getOriginalMessage().startsWith("Duplicate field");
        return new Malformed(
                duplicate ? DeadLetterReason.DUPLICATE_FIELD : DeadLetterReason.NOT_JSON,
                (duplicate ? "" : "the value is not JSON: ") + e.getOriginalMessage());
    }

    private Decoded decode(JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        if (first == null) {
            return Malformed.empty();
        }
        if (first == JsonToken.START_OBJECT) {
            readObject(json, fields);
        } else {
            json.skipChildren();
            fault = first == JsonToken.VALUE_NULL
                    ? new Malformed(
                            DeadLetterReason.NULL,
                            "the value is the JSON null; to delete a key, send a record without a value")
                    : new Malformed(
                            DeadLetterReason.NOT_AN_OBJECT,
                            "the value is " + JsonContent.name(first) + ", not an object");
        }
        if (json.nextToken() != null) {
            return new Malformed(DeadLetterReason.NOT_JSON, "the value has more text after its JSON document");
        }
        return outcome();
    }

    private Decoded outcome() {
        if (fault != null) {
            return fault;
        }
        if (keyPointer != null && key == null) {
            return new Malformed(
                    DeadLetterReason.NO_KEY, keyPointer + " is missing or null; it must hold the event's key");
        }
        return content.event(key, timestamp.millis());
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
            fail(timestamp.read(json));
        } else if (node.slot() == KEY) {
            readKey(json);
        } else if (node.slot() != PointerTree.NONE) {
            fail(content.read(json, node.slot()));
        } else if (json.currentToken() == JsonToken.START_OBJECT) {
            readObject(json, node);
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            readArray(json, node);
        }
    }

    private void readKey(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
            key = json.getText();
            if (key.isEmpty()) {
                fail(new Malformed(
                        DeadLetterReason.NO_KEY, keyPointer + " is an empty string; it must hold the event's key"));
            } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
                fail(new Malformed(
                        DeadLetterReason.KEY_NOT_UTF8,
                        keyPointer + " has half of a surrogate pair, which UTF-8 cannot encode"));
            }
        } else if (token != JsonToken.VALUE_NULL) {
            json.skipChildren();
            fail(new Malformed(
                    DeadLetterReason.NO_KEY,
                    keyPointer + " is " + JsonContent.name(token) + ", not a string or an integer"));
        }
    }

    /** Keeps the first fault. The document is still read to its end, because it may not be JSON at all. */
    private void fail(@Nullable Malformed found) {
        if (fault == null) {
            fault = found;
        }
    }
}
