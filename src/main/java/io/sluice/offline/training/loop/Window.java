package io.sluice.offline.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.sluice.Internal;
import io.sluice.offline.training.torchscript.Network;
import java.util.Map;

/** A range of steps of the sequences of a batch. Each window gives one update of the weights. */
@Internal
public interface Window {
    /** Returns the number of predictions that are judged. A window without any is skipped. */
    long targets();

    /**
     * Runs the module. Gradients flow back through this call, but not into the window before.
     *
     * @param arrays the manager in which arrays are created; it is closed after the update
     * @param carried the arrays that the window before handed on; empty in the first window of a batch
     */
    Result run(Network network, NDManager arrays, NDList carried);

    /**
     * The result of a window.
     *
     * @param loss the mean loss over the targets: a scalar
     * @param carried the arrays with which the next window of the batch begins, such as the packed state [B, S]; may be
     *     empty
     * @param rows for each large table of weights [N, D] of which the window reads only some rows: the distinct numbers
     *     of these rows, as int64 [n]. Adam then updates only these rows. It updates every other table as a whole,
     *     which takes about 5 ms for 20,000 x 64 and about 250 ms for 200,000 x 64
     */
    record Result(NDArray loss, NDList carried, Map<String, NDArray> rows) {
        /** Creates the result of a window whose weights are all updated as a whole. */
        public Result(NDArray loss, NDList carried) {
            this(loss, carried, Map.of());
        }
    }
}
