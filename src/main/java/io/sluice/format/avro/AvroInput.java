package io.sluice.format.avro;

import io.sluice.event.EventBuilder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a record while it is read. Bytes of strangers must not take memory or time without end: a length is
 * compared with the bytes that are left before anything is allocated, and items and nested records are counted.
 */
final class AvroInput {
    private static final int DEEPEST_RECORD = 200;
    /** Items of a type such as null take no bytes. */
    private static final long FREE_ITEMS = 10_000;

    private final EventBuilder fields;
    private final AvroValue value = new AvroValue();
    private @Nullable BinaryDecoder decoder;
    private long itemsLeft;
    private int depth;

    AvroInput(EventBuilder fields) {
        this.fields = fields;
    }

    void begin(byte[] bytes, int offset) {
        decoder = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, decoder);
        itemsLeft = bytes.length + FREE_ITEMS;
        depth = 0;
    }

    /** Reads other bytes from now on, until {@link #resume}. */
    BinaryDecoder begin(byte[] others) {
        BinaryDecoder before = decoder();
        decoder = DecoderFactory.get().binaryDecoder(others, null);
        return before;
    }

    /** Goes on with the bytes that were read before. */
    void resume(BinaryDecoder before) {
        decoder = before;
    }

    BinaryDecoder decoder() {
        if (decoder == null) {
            throw new IllegalStateException("begin() was not called");
        }
        return decoder;
    }

    /** Returns the one value of this input, to be filled and handed to {@link #found}. */
    AvroValue value() {
        return value;
    }

    void found(int slot, AvroValue found) throws IOException {
        fields.read(slot, found);
    }

    /** Reads the length of a string, of bytes, or of a block; it is at most the number of bytes that are left. */
    int length() throws IOException {
        long length = decoder().readLong();
        if (length < 0) {
            throw new IOException("a string or a list has the impossible length " + length);
        }
        if (length > left()) {
            throw tooShort(length);
        }
        return (int) length;
    }

    private int left() throws IOException {
        return decoder().inputStream().available();
    }

    private EOFException tooShort(long length) throws IOException {
        return new EOFException("a part should have " + length + " bytes, and " + left() + " are left");
    }

    byte[] bytes(int length) throws IOException {
        if (length > left()) {
            throw tooShort(length);
        }
        byte[] bytes = new byte[length];
        decoder().readFixed(bytes, 0, length);
        return bytes;
    }

    String string() throws IOException {
        byte[] utf8 = bytes(length());
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            requireUtf8(utf8); // the character stands for bytes that are not UTF-8, or it is in the text
        }
        return text;
    }

    private static void requireUtf8(byte[] bytes) throws IOException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new IOException("a string is not UTF-8", e);
        }
    }

    /** Reads the index of a branch or a symbol, which must be below a number. */
    int index(int below) throws IOException {
        int index = decoder().readInt();
        if (index < 0 || index >= below) {
            throw new IOException("an index is " + index + ", but the schema has " + below + " choices");
        }
        return index;
    }

    /** Reads the number of items of the next block of an array or a map; 0 at its end. */
    long items() throws IOException {
        long items = decoder().readLong();
        if (items < 0) {
            if (items == Long.MIN_VALUE) {
                throw new IOException("an array has " + items + " items");
            }
            length(); // a block with a negative number of items also has its size in bytes
            items = -items;
        }
        itemsLeft -= items;
        if (itemsLeft < 0) {
            throw new EOFException("an array or map has more items than the value has bytes");
        }
        return items;
    }

    void enterRecord() throws IOException {
        if (++depth > DEEPEST_RECORD) {
            throw new IOException("records are nested more than " + DEEPEST_RECORD + " deep");
        }
    }

    void leaveRecord() {
        depth--;
    }
}
