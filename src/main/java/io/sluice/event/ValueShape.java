package io.sluice.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the bytes of a value look like. It is a guess for messages about a value that cannot be read, and decides
 * nothing else.
 */
public enum ValueShape {
    /** A schema id, and then JSON. */
    JSON_WITH_SCHEMA_ID("JSON Schema with the schema id %d; to read that, set sluice.event.format=json-schema and"
            + " sluice.schema.registry.url"),

    /** A schema id, and then anything else. */
    BINARY_WITH_SCHEMA_ID(
            "Avro or Protobuf with the schema id %d; to read that, set sluice.event.format to avro or protobuf, and"
                    + " sluice.schema.registry.url"),

    /** The format of files of Avro. */
    AVRO_FILE("a whole file of Avro; send each of its records as a value of its own"),

    /** The output of gzip. */
    GZIP("data that gzip has compressed; send it as it is, and let compression.type of the producer compress it"),

    /** The output of Zstandard. */
    ZSTD("data that zstd has compressed; send it as it is, and let compression.type of the producer compress it"),

    /** An object or an array. */
    JSON("JSON; to read that, set sluice.event.format=json"),

    /** Text that can be printed. */
    TEXT("plain text; to read that as texts or items, set sluice.event.format=text"),

    /** Bytes without control characters that are not UTF-8, some of them in ASCII. */
    OTHER_TEXT("text in another encoding; write it in UTF-8"),

    /** Anything else. */
    BINARY("binary data; if it is Avro without a schema id, set sluice.event.format=avro and sluice.event.schema.file");

    private static final int LOOKED_AT = 1000;
    private static final byte[] AVRO_MAGIC = {'O', 'b', 'j', 1};
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private final String advice;

    ValueShape(String advice) {
        this.advice = advice;
    }

    /** Guesses the shape of a value. */
    public static ValueShape of(byte[] value) {
        if (SchemaIdHeader.begins(value)) {
            return value.length > SchemaIdHeader.BYTES && isJson(value, SchemaIdHeader.BYTES)
                    ? JSON_WITH_SCHEMA_ID
                    : BINARY_WITH_SCHEMA_ID;
        }
        if (begins(value, AVRO_MAGIC)) {
            return AVRO_FILE;
        }
        if (begins(value, GZIP_MAGIC)) {
            return GZIP;
        }
        if (begins(value, ZSTD_MAGIC)) {
            return ZSTD;
        }
        if (isJson(value, ByteOrderMark.bytes(value))) {
            return JSON;
        }
        if (hasControlCharacters(value)) {
            return BINARY;
        }
        if (isUtf8(value)) {
            return TEXT;
        }
        return hasAscii(value) ? OTHER_TEXT : BINARY;
    }

    /** Returns the words for a message: what a value looks like, and the setting that would read it. */
    public static String advice(byte[] value) {
        ValueShape shape = of(value);
        return "it looks like "
                + (SchemaIdHeader.begins(value)
                        ? String.format(shape.advice, SchemaIdHeader.schemaId(value))
                        : shape.advice);
    }

    /** Returns the outcome for a value that should begin with a schema id and does not. */
    public static Malformed withoutSchemaId(byte[] value) {
        return new Malformed(
                DeadLetterReason.NO_SCHEMA_ID,
                "the value does not begin with a zero byte and a schema id; " + advice(value));
    }

    private static boolean begins(byte[] value, byte[] magic) {
        return value.length >= magic.length
                && ByteBuffer.wrap(value, 0, magic.length).equals(ByteBuffer.wrap(magic));
    }

    private static boolean isJson(byte[] value, int from) {
        int first = from;
        while (first < value.length && isBlank(value[first])) {
            first++;
        }
        return first < value.length && (value[first] == '{' || value[first] == '[');
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    private static boolean hasControlCharacters(byte[] value) {
        for (int i = 0; i < Math.min(value.length, LOOKED_AT); i++) {
            if (value[i] >= 0 && value[i] < ' ' && !isBlank(value[i])) {
                return true;
            }
        }
        return false;
    }

    /** Text in any encoding of bytes shares spaces, digits and signs with ASCII: here a sixteenth of it, at least. */
    private static boolean hasAscii(byte[] value) {
        int looked = Math.min(value.length, LOOKED_AT);
        int ascii = 0;
        for (int i = 0; i < looked; i++) {
            ascii += value[i] >= 0 ? 1 : 0;
        }
        return 16 * ascii >= looked;
    }

    private static boolean isUtf8(byte[] value) {
        ByteBuffer start = ByteBuffer.wrap(value, 0, Math.min(value.length, LOOKED_AT));
        CharBuffer room = CharBuffer.allocate(LOOKED_AT);
        boolean whole = value.length <= LOOKED_AT; // else the last character may be cut off
        return !StandardCharsets.UTF_8.newDecoder().decode(start, room, whole).isError();
    }
}
