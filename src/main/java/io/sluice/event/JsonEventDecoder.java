package io.sluice.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a JSON object to an {@link Event} in one pass, or returns the reason why it cannot. A byte order mark before
 * it is ignored. {@link FlatJson} reads most events, and Jackson all others.
 *
 * <p>A decoder belongs to one thread.
 */
public final class JsonEventDecoder {
    /** The beginning of what Jackson says of NaN and Infinity, such as Python writes them. */
    private static final String NO_NUMBER = "Non-standard token";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION) // between systems, JSON must be UTF-8 (RFC 8259)
            .build();

    private final EventBuilder fields;
    private final FlatJson flat;
    private final int maxBytes;

    /**
     * A decoder that reads the given fields.
     *
     * @param maxBytes the largest number of bytes that is decoded
     */
    public JsonEventDecoder(EventBuilder fields, int maxBytes) {
        this.fields = fields;
        this.flat = new FlatJson(fields);
        this.maxBytes = maxBytes;
    }

    /**
     * Makes a decoder to {@link NumericEvent}s of the given channels.
     *
     * @param layout the places of the event's time and key
     * @param maxBytes the largest number of bytes that is decoded
     * @throws IllegalArgumentException if two pointers name the same value, or one is inside the value of another
     */
    public static JsonEventDecoder ofChannels(List<Channel> channels, JsonLayout layout, int maxBytes) {
        return new JsonEventDecoder(EventBuilder.ofChannels(channels, layout), maxBytes);
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
        return new JsonEventDecoder(EventBuilder.ofText(pointer, layout), maxBytes);
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
        return new JsonEventDecoder(EventBuilder.ofItem(pointer, layout), maxBytes);
    }

    /**
     * Decodes the value of one record.
     *
     * @param value the bytes of the value
     * @param recordTimestamp the time of the record, for an event without a time
     */
    public Decoded decode(byte[] value, long recordTimestamp) {
        return decode(value, 0, recordTimestamp);
    }

    /**
     * Decodes the value of one record, whose document begins after a number of bytes.
     *
     * @param offset the number of bytes before the document
     */
    public Decoded decode(byte[] value, int offset, long recordTimestamp) {
        if (value.length > maxBytes) {
            return Malformed.tooLarge(value.length, maxBytes);
        }
        int start = offset + ByteOrderMark.bytes(value, offset);
        fields.begin(recordTimestamp);
        try {
            if (flat.read(value, start)) {
                return fields.outcome();
            }
            int fault = Utf8.firstFault(value, start);
            return fault < 0
                    ? parse(value, start, recordTimestamp)
                    : notJson(fault(value, offset, "it is not UTF-8 from byte " + (fault + 1) + " on"));
        } catch (JsonProcessingException e) {
            return malformed(value, offset, e);
        } catch (IOException e) {
            return notJson(String.valueOf(e.getMessage()));
        }
    }

    private Decoded parse(byte[] value, int start, long recordTimestamp) throws IOException {
        fields.begin(recordTimestamp);
        try (JsonParser json = FACTORY.createParser(value, start, value.length - start)) {
            return decode(json);
        }
    }

    private static Malformed malformed(byte[] value, int offset, JsonProcessingException e) {
        if (e.getOriginalMessage().startsWith("Duplicate field")) {
            return new Malformed(DeadLetterReason.DUPLICATE_FIELD, e.getOriginalMessage());
        }
        return notJson(
                e.getOriginalMessage().startsWith(NO_NUMBER)
                        ? "NaN and Infinity are no numbers of JSON (RFC 8259); send null, or leave the field out"
                        : fault(value, offset, e.getOriginalMessage()));
    }

    private static Malformed notJson(String fault) {
        return new Malformed(DeadLetterReason.NOT_JSON, "the value is not JSON: " + fault);
    }

    /** What a parser of JSON says of other data explains nothing. */
    private static String fault(byte[] value, int offset, String message) {
        ValueShape shape = offset > 0 ? ValueShape.JSON : ValueShape.of(value);
        return switch (shape) {
            case JSON -> message;
            case TEXT -> message + "; " + ValueShape.advice(value);
            case JSON_WITH_SCHEMA_ID, BINARY_WITH_SCHEMA_ID, AVRO_FILE, GZIP, ZSTD, OTHER_TEXT, BINARY ->
                ValueShape.advice(value);
        };
    }

    private Decoded decode(JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        if (first == null) {
            return Malformed.empty();
        }
        Malformed fault = first == JsonToken.START_OBJECT ? null : notAnObject(first);
        if (fault == null) {
            readObject(json, fields.places());
        } else {
            json.skipChildren();
        }
        if (json.nextToken() != null) {
            return new Malformed(DeadLetterReason.NOT_JSON, "the value has more text after its JSON document");
        }
        return fault == null ? fields.outcome() : fault;
    }

    private static Malformed notAnObject(JsonToken first) {
        return first == JsonToken.VALUE_NULL
                ? new Malformed(
                        DeadLetterReason.NULL,
                        "the value is the JSON null; to delete a key, send a record without a value")
                : new Malformed(
                        DeadLetterReason.NOT_AN_OBJECT, "the value is " + JsonValue.name(first) + ", not an object");
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
        } else if (node.slot() != PointerTree.NONE) {
            fields.read(node.slot(), JsonValue.of(json));
            json.skipChildren();
        } else if (json.currentToken() == JsonToken.START_OBJECT) {
            readObject(json, node);
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            readArray(json, node);
        }
    }
}
