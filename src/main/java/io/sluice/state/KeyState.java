package io.sluice.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The state of a key: a view of the bytes in the state store. Nobody changes them after they were stored.
 *
 * <p>Layout, little-endian:
 *
 * <pre>
 *   0  byte    format, {@value #FORMAT}
 *   1  byte    element type of the packed state: 0 for float32
 *   2  int16   1 if the alert topic was told that the key is silent, else 0
 *   4  int32   format of the scorer state
 *   8  int32   bytes of scorer state, n
 *  12  int64   fingerprint of the model that wrote the packed state
 *  20  int64   steps taken
 *  28  int64   time of the key's latest event, milliseconds since the epoch
 *  36  int64   stream time of the task when the key's last event was applied, milliseconds since the epoch
 *  44  n bytes scorer state
 *  44 + n      packed model state, S elements
 * </pre>
 *
 * <p>States of format 1 are read as well ({@link FormatOne}).
 */
public final class KeyState {
    static final byte FORMAT = 2;
    static final byte FLOAT32 = 0;

    private static final int SILENCE = 2;

    private static final int HEADER = 44;

    /** Stands for stored bytes that cannot be read: the state of no model, without steps and without any content. */
    static final KeyState UNREADABLE = create(new StateLayout(0, 0, 0, 0), 0, 0, 0);

    private final byte[] bytes;
    private final ByteBuffer view;

    private KeyState(byte[] bytes) {
        this.bytes = bytes;
        this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns true if this version of Sluice can read the stored bytes. */
    public static boolean isReadable(byte[] bytes) {
        return isWhole(bytes) || FormatOne.isReadable(bytes);
    }

    private static boolean isWhole(byte[] bytes) {
        return bytes.length >= HEADER
                && bytes[0] == FORMAT
                && bytes[1] == FLOAT32
                && new KeyState(bytes).hasWholeScorer();
    }

    /** A damaged state may give any number of bytes, also a negative one. */
    private boolean hasWholeScorer() {
        return scorerBytes() >= 0 && scorerBytes() <= bytes.length - HEADER;
    }

    /**
     * Reads stored bytes. The state keeps the array, so the caller must not change it. Bytes of format 1 become a state
     * of format {@value #FORMAT}.
     *
     * @throws StateException if another version of Sluice wrote the bytes, or they are cut off
     */
    public static KeyState of(byte[] bytes) {
        if (!isReadable(bytes)) {
            throw new StateException("a stored state of " + bytes.length + " bytes "
                    + (bytes.length < 2 ? "" : "and format " + bytes[0] + "." + bytes[1] + " ")
                    + "cannot be read; this version of Sluice reads the formats 1." + FLOAT32 + " and " + FORMAT + "."
                    + FLOAT32 + "; set sluice.state.mismatch=reset to reset such keys");
        }
        return bytes[0] == FORMAT ? new KeyState(bytes) : converted(new FormatOne(bytes));
    }

    /** Takes the latest record timestamp of the key for the stream time, which was at least as late. */
    private static KeyState converted(FormatOne stored) {
        KeyState state = create(stored.layout(), stored.steps(), stored.eventTime(), stored.recordTime());
        ByteBuffer payload = stored.payload();
        payload.get(state.bytes, HEADER, payload.remaining());
        return state;
    }

    /**
     * Creates a state with room for the scorer state and the packed state. The caller writes them into
     * {@link #scorer()} and into {@link #bytes()} at {@link #packedOffset()} before anyone else sees the state.
     *
     * @param eventTime the time of the key's latest event
     * @param streamTime the stream time at which the last event is applied, as far as it is known
     */
    public static KeyState create(StateLayout layout, long steps, long eventTime, long streamTime) {
        KeyState state = new KeyState(new byte[HEADER + layout.scorerBytes() + layout.packedBytes()]);
        state.view
                .put(FORMAT)
                .put(FLOAT32)
                .putShort((short) 0)
                .putInt(layout.scorerFormat())
                .putInt(layout.scorerBytes())
                .putLong(layout.fingerprint())
                .putLong(steps)
                .putLong(eventTime)
                .putLong(streamTime);
        return state;
    }

    /**
     * Creates the state that follows {@code before} by one step. It copies the scorer state, for the scorer to update;
     * if another scorer wrote that, the new scorer state is all zero. The caller writes the packed state into
     * {@link #bytes()} at {@link #packedOffset()}.
     *
     * @param before the state that the step continues; null if the key starts
     * @param eventTime the time of the step's event; the state keeps the latest of its key
     * @param streamTime the stream time at which the step is applied, as far as it is known
     */
    public static KeyState next(@Nullable KeyState before, StateLayout layout, long eventTime, long streamTime) {
        if (before == null) {
            return create(layout, 1, eventTime, streamTime);
        }
        KeyState next = create(layout, before.steps() + 1, Math.max(before.eventTime(), eventTime), streamTime);
        if (before.hasScorerOf(layout)) {
            next.scorer().put(before.scorer());
        }
        return next;
    }

    /**
     * Notes the stream time at which the state's last event is applied. It may be later than expected, if another
     * partition of the task moved stream time on. Call this before the state is stored.
     */
    public void appliedAt(long streamTime) {
        view.putLong(36, streamTime);
    }

    /** Returns a copy that notes that the alert topic was told of the key's silence. The next step drops the note. */
    public KeyState withSilenceTold() {
        KeyState told = new KeyState(bytes.clone());
        told.view.putShort(SILENCE, (short) 1);
        return told;
    }

    /** Returns true if the alert topic was told that the key is silent. */
    public boolean isSilenceTold() {
        return view.getShort(SILENCE) != 0;
    }

    /** Returns the stored bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    boolean isUnreadable() {
        return this == UNREADABLE;
    }

    /** Returns true if a model of this layout wrote the packed state. */
    boolean hasModelOf(StateLayout layout) {
        return fingerprint() == layout.fingerprint() && hasSizeOf(layout);
    }

    /** Returns true if the packed state has the size of this layout. */
    boolean hasSizeOf(StateLayout layout) {
        return packedBytes() == layout.packedBytes();
    }

    /** Returns true if a scorer of this layout wrote the scorer state. */
    boolean hasScorerOf(StateLayout layout) {
        return view.getInt(4) == layout.scorerFormat() && scorerBytes() == layout.scorerBytes();
    }

    public int scorerBytes() {
        return view.getInt(8);
    }

    /** Returns the fingerprint of the model that wrote the packed state. */
    public long fingerprint() {
        return view.getLong(12);
    }

    /** Returns the number of steps; the first event of a key makes it 1. */
    public long steps() {
        return view.getLong(20);
    }

    /** Returns the time of the key's latest event, in milliseconds since the epoch. */
    public long eventTime() {
        return view.getLong(28);
    }

    /** Returns the task's stream time when the key's last event was applied, in milliseconds since the epoch. */
    public long streamTime() {
        return view.getLong(36);
    }

    int packedBytes() {
        return bytes.length - packedOffset();
    }

    /** Returns the index in {@link #bytes()} at which the packed state begins. */
    public int packedOffset() {
        return HEADER + scorerBytes();
    }

    /** Returns the Euclidean norm of the packed state. */
    public double packedNorm() {
        double squares = 0;
        for (int at = packedOffset(); at + Float.BYTES <= bytes.length; at += Float.BYTES) {
            double element = view.getFloat(at);
            squares += element * element;
        }
        return Math.sqrt(squares);
    }

    /** Returns a copy of the packed state, little-endian float32. */
    public byte[] packed() {
        return Arrays.copyOfRange(bytes, packedOffset(), bytes.length);
    }

    /** Returns the scorer state, little-endian: for reading, and for writing in a state that was just created. */
    public ByteBuffer scorer() {
        return ByteBuffer.wrap(bytes, HEADER, scorerBytes()).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
