package io.sluice.offline.torture.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A request or a response as it travels: four bytes with the length, then that many bytes. */
final class Frame {
    /** Longer than any frame of a broker with default settings: socket.request.max.bytes is 100 MiB. */
    private static final int LONGEST = 256 << 20;

    private final byte[] bytes;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Makes a frame of the bytes that follow the length. */
    static Frame of(ByteBuffer content) {
        ByteBuffer whole = ByteBuffer.allocate(Integer.BYTES + content.remaining());
        whole.putInt(content.remaining()).put(content.duplicate());
        return new Frame(whole.array());
    }

    /**
     * Reads the next frame.
     *
     * @throws java.io.EOFException if the stream ends before or in the frame
     */
    static Frame read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("a frame of Kafka's protocol has a length of 0 to " + LONGEST + ", not " + length
                    + "; check that client and broker speak the protocol of this proxy");
        }
        byte[] bytes = new byte[Integer.BYTES + length];
        ByteBuffer.wrap(bytes).putInt(length);
        in.readFully(bytes, Integer.BYTES, length);
        return new Frame(bytes);
    }

    void write(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /** Writes the first half of the frame alone. */
    void writeHalf(OutputStream out) throws IOException {
        out.write(bytes, 0, bytes.length / 2);
    }

    /** Returns a view of the bytes that follow the length. */
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, Integer.BYTES, bytes.length - Integer.BYTES)
                .slice();
    }
}
