package io.sluice.event;

import java.nio.ByteBuffer;

/**
 * The five bytes with which clients of a schema registry begin a value: a zero, and the id of the schema as an integer
 * with its highest byte first.
 */
public final class SchemaIdHeader {
    /** The number of bytes of the header. */
    public static final int BYTES = 5;

    private SchemaIdHeader() {}

    /** Returns true if a value begins with a header. */
    public static boolean begins(byte[] value) {
        return value.length >= BYTES && value[0] == 0;
    }

    /** Returns the schema id in the header of a value. */
    public static int schemaId(byte[] value) {
        return ByteBuffer.wrap(value).getInt(1);
    }
}
