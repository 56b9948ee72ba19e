package io.sluice.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The rows of one call of {@link StepModel#step}: direct, little-endian buffers that are made once and used again.
 *
 * <p>The caller owns a batch: it fills input and state of rows 0 to n - 1, sets {@link #rows(int)}, steps, and reads
 * output and next state before it fills the batch again. Rows from n on are stale; a model may overwrite them, up to
 * {@link #capacity()}, to pad its call.
 *
 * <p>Layout: row r of a buffer begins at byte r times the buffer's bytes a row. Input elements are float32, or int64
 * where the input is token ids; state and output are float32.
 */
public final class StepBatch {
    /** A cache line: matrix kernels may take another path, and give other bits, where memory begins elsewhere. */
    private static final int ALIGNMENT = 64;

    private final Sizes sizes;
    private final int inputElementBytes;
    private final int inputRowBytes;
    private final int capacity;
    private final ByteBuffer input;
    private final ByteBuffer state;
    private final ByteBuffer output;
    private final ByteBuffer nextState;
    private int rows;

    /** A batch of at most {@code capacity} rows with float32 input. */
    public StepBatch(Sizes sizes, int capacity) {
        this(sizes, capacity, Float.BYTES);
    }

    /**
     * A batch of at most {@code capacity} rows.
     *
     * @param inputElementBytes 4 for float32 input, 8 for int64 token ids
     */
    public StepBatch(Sizes sizes, int capacity, int inputElementBytes) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " of a batch must be at least 1");
        }
        this.sizes = sizes;
        this.capacity = capacity;
        this.inputElementBytes = inputElementBytes;
        this.inputRowBytes = sizes.input() * inputElementBytes;
        this.input = direct(inputRowBytes);
        this.state = direct(stateRowBytes());
        this.output = direct(outputRowBytes());
        this.nextState = direct(stateRowBytes());
    }

    private ByteBuffer direct(int rowBytes) {
        int bytes = Math.multiplyExact(rowBytes, capacity);
        return ByteBuffer.allocateDirect(bytes + 2 * ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .limit(bytes)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    public Sizes sizes() {
        return sizes;
    }

    public int capacity() {
        return capacity;
    }

    public int rows() {
        return rows;
    }

    /** Says that rows 0 to {@code rows - 1} are filled. */
    public void rows(int rows) {
        if (rows < 0 || rows > capacity) {
            throw new IllegalArgumentException("a batch of capacity " + capacity + " cannot hold " + rows + " rows");
        }
        this.rows = rows;
    }

    public int inputRowBytes() {
        return inputRowBytes;
    }

    public int stateRowBytes() {
        return sizes.state() * Float.BYTES;
    }

    public int outputRowBytes() {
        return sizes.output() * Float.BYTES;
    }

    /** The live buffer of inputs; use absolute access or a duplicate. */
    public ByteBuffer input() {
        return input;
    }

    /** The live buffer of states; use absolute access or a duplicate. */
    public ByteBuffer state() {
        return state;
    }

    /** The live buffer of outputs; use absolute access or a duplicate. */
    public ByteBuffer output() {
        return output;
    }

    /** The live buffer of next states; use absolute access or a duplicate. */
    public ByteBuffer nextState() {
        return nextState;
    }

    /** Copies one float32 row x into the input. */
    public void putInput(int row, float[] x) {
        int at = row * inputRowBytes;
        for (int i = 0; i < sizes.input(); i++) {
            input.putFloat(at + i * Float.BYTES, x[i]);
        }
    }

    /** Copies one row x of int64 token ids into the input. */
    public void putInput(int row, long[] ids) {
        int at = row * inputRowBytes;
        for (int i = 0; i < sizes.input(); i++) {
            input.putLong(at + i * Long.BYTES, ids[i]);
        }
    }

    /** Copies one row x as a file holds it: values, or ids as whole numbers. */
    public void putInput(int row, List<Float> x) {
        int at = row * inputRowBytes;
        for (int i = 0; i < sizes.input(); i++) {
            if (takesIds()) {
                input.putLong(at + i * Long.BYTES, x.get(i).longValue());
            } else {
                input.putFloat(at + i * Float.BYTES, x.get(i));
            }
        }
    }

    /** Whether the input is int64 ids; float32 values else. */
    public boolean takesIds() {
        return inputElementBytes == Long.BYTES;
    }

    /** An element of a row x of float32 values. */
    public float inputValue(int row, int index) {
        return input.getFloat(row * inputRowBytes + index * Float.BYTES);
    }

    /** An element of a row x of int64 ids. */
    public long inputId(int row, int index) {
        return input.getLong(row * inputRowBytes + index * Long.BYTES);
    }

    /** An element of a row y. */
    public float outputValue(int row, int index) {
        return output.getFloat(row * outputRowBytes() + index * Float.BYTES);
    }

    /** Copies a packed state of S little-endian float32, beginning at {@code offset} of {@code source}. */
    public void putState(int row, byte[] source, int offset) {
        state.put(row * stateRowBytes(), source, offset, stateRowBytes());
    }

    /** Copies the next state of a row to {@code target}, beginning at {@code offset}, as little-endian float32. */
    public void getNextState(int row, byte[] target, int offset) {
        nextState.get(row * stateRowBytes(), target, offset, stateRowBytes());
    }

    /** Copies the output y of a row into the first O elements of {@code y}. */
    public void getOutput(int row, float[] y) {
        int at = row * outputRowBytes();
        for (int i = 0; i < sizes.output(); i++) {
            y[i] = output.getFloat(at + i * Float.BYTES);
        }
    }
}
