package io.sluice.model;

/**
 * A recurrent model that advances a batch of keys by one step: {@code forward(x[B, I], state[B, S]) -> (y[B, O],
 * state'[B, S])}. A model with {@linkplain #longestRun runs} may advance them by several steps in one call.
 *
 * <p>An instance belongs to one thread at a time. The result of a row depends on that row alone, bit for bit: neither
 * the number of the other rows nor their values change it, nor the number of steps that one call takes.
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

    /** Returns the largest number of steps that one call takes; 1 if a call takes single steps. */
    default int longestRun() {
        return 1;
    }

    /**
     * Advances the first {@link StepBatch#rows()} rows of {@code batch} by {@link StepBatch#steps()} steps, at most
     * {@link #longestRun()}. It reads their input and state, and writes their output and next state after each step.
     */
    void step(StepBatch batch);

    @Override
    void close();
}
