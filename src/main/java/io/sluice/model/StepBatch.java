package io.sluice.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The rows of one call of {@link StepModel#step}: direct, little-endian buffers that are allocated once and reused.
 *
 * <p>The caller owns a batch. It fills the input and the state of rows 0 to n - 1, sets {@link #rows(int)}, steps, and
 * reads the output and the next state before it fills the batch again. Rows from n on are stale: a model may overwrite
 * them, up to {@link #capacity()}, to pad its call.
 *
 * <p>Layout: row r of a buffer begins at byte r times the row size of the buffer. Input elements are float32, or int64
 * if the input is ids; state and output are float32.
 *
 * <p>A batch may hold runs: B keys with T steps each ({@link #runs}). State has B rows then, and input, output and next
 * state have T * B rows: step t of key b is in row t * B + b ({@link #cell}).
 */
public final class StepBatch {
    /** A cache line. Matrix kernels may take another path, and give other bits, if memory begins elsewhere. */
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
    private int steps = 1;

    /** Allocates a batch of at most {@code capacity} rows with float32 input. */
    public StepBatch(Sizes sizes, int capacity) {
        this(sizes, capacity, Float.BYTES);
    }

    /**
     * Allocates a batch of at most {@code capacity} rows.
     *
     * @param inputElementBytes 4 for float32 input, 8 for int64 ids
     */
    public StepBatch(Sizes sizes, int capacity, int inputElementBytes) {
        if (capacity < 1) {
            throw new IllegalArgumentException("the capacity of a batch is " + capacity + "; it must be at least 1");
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
        int bytes = requireArray((long) rowBytes * capacity);
        return ByteBuffer.allocateDirect(bytes + 2 * ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .limit(bytes)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private int requireArray(long bytes) {
        if (bytes > Integer.MAX_VALUE - 2 * ALIGNMENT) {
            throw new BundleException("a batch of " + capacity + " rows of this model takes " + bytes
                    + " bytes; Sluice takes at most 2 GiB; set sluice.batch.rows to less");
        }
        return (int) bytes;
    }

    public Sizes sizes() {
        return sizes;
    }

    /**
     * Checks that this batch is one of a model.
     *
     * @param model the sizes of the model's rows
     * @param elementBytes the bytes of an element of its input
     * @throws IllegalArgumentException if its rows have other sizes
     */
    public void requireOf(Sizes model, int elementBytes) {
        int modelInputBytes = model.input() * elementBytes;
        if (!sizes.equals(model) || inputRowBytes != modelInputBytes) {
            throw new IllegalArgumentException("the batch has " + sizes + " and " + inputRowBytes
                    + " bytes in a row of input; the model has " + model + " and " + modelInputBytes);
        }
    }

    /** Returns the largest number of rows. */
    public int capacity() {
        return capacity;
    }

    /** Returns the number of filled rows; of runs, the number of keys. */
    public int rows() {
        return rows;
    }

    /** Sets the number of filled rows, which are rows 0 to {@code rows - 1}, for one step. */
    public void rows(int rows) {
        runs(1, rows);
    }

    /** Sets the number of steps of each key, and the number of keys. Their product must be within the capacity. */
    public void runs(int steps, int rows) {
        if (rows < 0 || steps < 1 || (long) steps * rows > capacity) {
            throw new IllegalArgumentException("a batch of capacity " + capacity + " cannot hold " + rows + " rows"
                    + (steps == 1 ? "" : " of " + steps + " steps"));
        }
        this.steps = steps;
        this.rows = rows;
    }

    /** Returns the number of steps that each row takes. */
    public int steps() {
        return steps;
    }

    /** Returns the row of input, output and next state that holds a step of a key. */
    public int cell(int step, int row) {
        return step * rows + row;
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

    /** Returns the live buffer of inputs; use absolute access or a duplicate. */
    public ByteBuffer input() {
        return input;
    }

    /** Returns the live buffer of states; use absolute access or a duplicate. */
    public ByteBuffer state() {
        return state;
    }

    /** Returns the live buffer of outputs; use absolute access or a duplicate. */
    public ByteBuffer output() {
        return output;
    }

    /** Returns the live buffer of next states; use absolute access or a duplicate. */
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

    /** Copies one row x of int64 ids into the input. */
    public void putInput(int row, long[] ids) {
        int at = row * inputRowBytes;
        for (int i = 0; i < sizes.input(); i++) {
            input.putLong(at + i * Long.BYTES, ids[i]);
        }
    }

    /** Copies one row x of a JSON file into the input: values, or ids as whole numbers. */
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

    /** Sets one row x to zeros. */
    public void clearInput(int row) {
        for (int i = 0; i < inputRowBytes; i++) {
            input.put(row * inputRowBytes + i, (byte) 0);
        }
    }

    /** Returns true if the input is int64 ids, false if it is float32 values. */
    public boolean takesIds() {
        return inputElementBytes == Long.BYTES;
    }

    /** Returns an element of a row x of float32 values. */
    public float inputValue(int row, int index) {
        return input.getFloat(row * inputRowBytes + index * Float.BYTES);
    }

    /** Returns an element of a row x of int64 ids. */
    public long inputId(int row, int index) {
        return input.getLong(row * inputRowBytes + index * Long.BYTES);
    }

    /** Returns an element of a row y. */
    public float outputValue(int row, int index) {
        return output.getFloat(row * outputRowBytes() + index * Float.BYTES);
    }

    /** Copies a packed state of S little-endian float32 from {@code source}, beginning at {@code offset}. */
    public void putState(int row, byte[] source, int offset) {
        state.put(row * stateRowBytes(), source, offset, stateRowBytes());
    }

    /** Copies the next state of a row to {@code target}, beginning at {@code offset}: S little-endian float32. */
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

    /** Returns true if all elements of a row's output and next state are finite. */
    public boolean isFinite(int row) {
        return areFinite(output, row * outputRowBytes(), sizes.output())
                && areFinite(nextState, row * stateRowBytes(), sizes.state());
    }

    private static boolean areFinite(ByteBuffer buffer, int offset, int elements) {
        for (int i = 0; i < elements; i++) {
            if (!Float.isFinite(buffer.getFloat(offset + i * Float.BYTES))) {
                return false;
            }
        }
        return true;
    }
}
