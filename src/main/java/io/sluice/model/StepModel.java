package io.sluice.model;

/**
 * One step of a recurrent model for a batch of keys: {@code forward(x[B, I], state[B, S]) -> (y[B, O], state'[B, S])}.
 *
 * <p>An instance belongs to one thread at a time. The result of a row depends on that row alone, bit for bit: not on
 * how many rows stand beside it, nor on what they hold.
 */
public interface StepModel extends AutoCloseable {
    /** The widths of this model's rows; a batch must have been made with the same. */
    Sizes sizes();

    /** The packed state of a key never seen: S float32 in little-endian order, a copy that the caller owns. */
    byte[] initialState();

    /** A batch of at most {@code capacity} rows, with the kind of input that this model takes. */
    default StepBatch newBatch(int capacity) {
        return new StepBatch(sizes(), capacity);
    }

    /**
     * Advances the first {@link StepBatch#rows()} rows of {@code batch} by one step: reads its input and state, writes
     * its output and next state.
     */
    void step(StepBatch batch);

    @Override
    void close();
}
