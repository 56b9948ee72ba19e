package io.sluice.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The state of a key: a view of the bytes in the state store. Nobody changes them after they were stored.
 *
 * <p>Layout, little-endian:
 *
 * <pre>
 *   0  byte    format, {@value #FORMAT}
 *   1  byte    element type of the packed state: 0 for float32
 *   2  int16   bytes of scorer state, n
 *   4  int64   fingerprint of the model that wrote the packed state
 *  12  int64   steps taken
 *  20  int64   time of the key's latest event, milliseconds since the epoch
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

    /** Returns true if this version of Sluice can read the stored bytes. */
    public static boolean isReadable(byte[] bytes) {
        return bytes.length >= HEADER && bytes[0] == FORMAT && bytes[1] == FLOAT32;
    }

    /**
     * Reads stored bytes. The state keeps the array, so the caller must not change it.
     *
     * @throws StateException if another version of Sluice wrote the bytes, or they are cut off
     */
    public static KeyState of(byte[] bytes) {
        if (!isReadable(bytes)) {
            throw new StateException("a stored state of " + bytes.length + " bytes "
                    + (bytes.length < 2 ? "" : "and format " + bytes[0] + "." + bytes[1] + " ")
                    + "cannot be read; this version of Sluice reads format " + FORMAT + "." + FLOAT32
                    + "; set sluice.state.mismatch=reset to reset such keys");
        }
        return new KeyState(bytes);
    }

    /**
     * Creates a state with room for the scorer state and the packed state. The caller writes them into
     * {@link #scorer()} and into {@link #bytes()} at {@link #packedOffset()} before anyone else sees the state.
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

    /**
     * Creates the state that follows {@code before} by one step. It copies the scorer state, for the scorer to update;
     * the caller writes the packed state into {@link #bytes()} at {@link #packedOffset()}.
     *
     * @param before the state that the step continues; null if the key starts
     * @param eventTime the time of the step's event; the state keeps the latest of its key
     * @param recordTime the timestamp of the step's record; the state keeps the latest of its key
     * @param scorerBytes the number of bytes of the scorer state, equal to that of {@code before}
     */
    public static KeyState next(
            @Nullable KeyState before,
            long fingerprint,
            long eventTime,
            long recordTime,
            int scorerBytes,
            int packedBytes) {
        if (before == null) {
            return create(fingerprint, 1, eventTime, recordTime, scorerBytes, packedBytes);
        }
        KeyState next = create(
                fingerprint,
                before.steps() + 1,
                Math.max(before.eventTime(), eventTime),
                Math.max(before.recordTime(), recordTime),
                scorerBytes,
                packedBytes);
        next.scorer().put(before.scorer());
        return next;
    }

    /** Returns the stored bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the fingerprint of the model that wrote the packed state. */
    public long fingerprint() {
        return view.getLong(4);
    }

    /** Returns the number of steps; the first event of a key makes it 1. */
    public long steps() {
        return view.getLong(12);
    }

    /** Returns the time of the key's latest event, in milliseconds since the epoch. */
    public long eventTime() {
        return view.getLong(20);
    }

    /** Returns the latest record timestamp of the key's events, in milliseconds since the epoch. */
    public long recordTime() {
        return view.getLong(28);
    }

    public int scorerBytes() {
        return Short.toUnsignedInt(view.getShort(2));
    }

    int packedBytes() {
        return bytes.length - packedOffset();
    }

    /** Returns the index in {@link #bytes()} at which the packed state begins. */
    public int packedOffset() {
        return HEADER + scorerBytes();
    }

    /** Returns the scorer state, little-endian: for reading, and for writing in a state that was just created. */
    public ByteBuffer scorer() {
        return ByteBuffer.wrap(bytes, HEADER, scorerBytes()).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
