package io.sluice.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a key's entry in the state store holds; a read-only view of the stored bytes.
 *
 * <p>Layout, little-endian:
 *
 * <pre>
 *   0  byte    format, {@value #FORMAT}
 *   1  byte    element type of the packed state: 0 for float32
 *   2  int16   bytes of scorer state, n
 *   4  int64   fingerprint of the model that wrote the packed state
 *  12  int64   steps taken
 *  20  int64   time of the key's last event, milliseconds since the epoch
 *  28  int64   latest record timestamp of the key, milliseconds since the epoch
 *  36  n bytes scorer state
 *  36 + n      packed model state, S elements
 * </pre>
 */
public final class KeyState {
    static final byte FORMAT = 1;
    static final byte FLOAT32 = 0;

    private static final int HEADER = 36;

    private final byte[] bytes;
    private final ByteBuffer view;

    private KeyState(byte[] bytes) {
        this.bytes = bytes;
        this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether this version of Sluice can read the stored bytes. */
    public static boolean isReadable(byte[] bytes) {
        return bytes.length >= HEADER && bytes[0] == FORMAT && bytes[1] == FLOAT32;
    }

    /**
     * Reads stored bytes, which the state keeps and nobody may change.
     *
     * @throws StateException where another version of Sluice wrote them, or they are cut short
     */
    public static KeyState of(byte[] bytes) {
        if (!isReadable(bytes)) {
            throw new StateException("a stored state of " + bytes.length + " bytes "
                    + (bytes.length < 2 ? "" : "and format " + bytes[0] + "." + bytes[1] + " ")
                    + "cannot be read; this version of Sluice reads format " + FORMAT + "." + FLOAT32
                    + "; set sluice.state.mismatch=reset to start such keys again");
        }
        return new KeyState(bytes);
    }

    /**
     * A new state with room for the scorer's and the packed state, which the caller writes into {@link #scorer()} and
     * {@link #bytes()} at {@link #packedOffset()} before anyone else sees it.
     */
    public static KeyState create(
            long fingerprint, long steps, long eventTime, long recordTime, int scorerBytes, int packedBytes) {
        KeyState state = new KeyState(new byte[HEADER + scorerBytes + packedBytes]);
        state.view
                .put(FORMAT)
                .put(FLOAT32)
                .putShort((short) scorerBytes)
                .putLong(fingerprint)
                .putLong(steps)
                .putLong(eventTime)
                .putLong(recordTime);
        return state;
    }

    /** The stored bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    public long fingerprint() {
        return view.getLong(4);
    }

    /** Steps taken so far; the first event of a key makes it 1. */
    public long steps() {
        return view.getLong(12);
    }

    /** The time of the key's last event, in milliseconds since the epoch. */
    public long eventTime() {
        return view.getLong(20);
    }

    /** The latest record timestamp of the key's events, in milliseconds since the epoch. */
    public long recordTime() {
        return view.getLong(28);
    }

    public int scorerBytes() {
        return Short.toUnsignedInt(view.getShort(2));
    }

    public int packedBytes() {
        return bytes.length - packedOffset();
    }

    public int packedOffset() {
        return HEADER + scorerBytes();
    }

    /** The scorer's part, little-endian, for reading and, in a state just created, for writing. */
    public ByteBuffer scorer() {
        return ByteBuffer.wrap(bytes, HEADER, scorerBytes()).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
