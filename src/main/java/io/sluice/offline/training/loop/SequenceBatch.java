package io.sluice.offline.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sluice.Internal;
import io.sluice.offline.training.torchscript.Network;

/**
 * The sequences of one batch, side by side and aligned at their first step. {@link SequenceWindow} learns from them.
 */
@Internal
public interface SequenceBatch {
    /** Returns the number of sequences, B. */
    int count();

    /** Returns the number of steps of the longest sequence. */
    int steps();

    /** Returns the number of floats in the packed state of one sequence, S. */
    int stateSize();

    /** Returns the number of predictions that are judged in the steps {@code from} to before {@code to}. */
    long targets(int from, int to);

    /**
     * Runs the module over the steps {@code from} to before {@code to}.
     *
     * @param arrays the manager in which arrays are created
     * @param state the packed state [B, S] before step {@code from}
     */
    Window.Result run(Network network, NDManager arrays, NDArray state, int from, int to);
}
