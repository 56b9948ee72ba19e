package io.sluice.model;

/**
 * A recurrent model that advances a batch of keys by one step: {@code forward(x[B, I], state[B, S]) -> (y[B, O],
 * state'[B, S])}.
 *
 * <p>An instance belongs to one thread at a time. The result of a row depends on that row alone, bit for bit: neither
 * the number of the other rows nor their values change it.
 */
public interface StepModel extends AutoCloseable {
    /** Returns the widths of this model's rows; a batch must have the same sizes. */
    Sizes sizes();

    /** Returns the packed state of a new key: S little-endian float32, a copy that the caller owns. */
    byte[] initialState();

    /** Allocates a batch of at most {@code capacity} rows for the input that this model takes. */
    default StepBatch newBatch(int capacity) {
        return new StepBatch(sizes(), capacity);
    }

    /**
     * Advances the first {@link StepBatch#rows()} rows of {@code batch} by one step. It reads their input and state,
     * and writes their output and next state.
     */
    void step(StepBatch batch);

    @Override
    void close();
}
