package io.sluice.offline.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.sluice.Internal;
import io.sluice.offline.training.torchscript.Network;
import java.util.Map;

/** Some steps of the sequences of a batch: what one update of the weights learns from. */
@Internal
public interface Window {
    /** How many predictions are judged in it; a window with none is passed over. */
    long targets();

    /**
     * Runs the module. Gradients flow back through this call, and not into the window before.
     *
     * @param arrays where arrays are made; all in it are gone after the update
     * @param carried what the window before handed on; empty in a batch's first window
     */
    Result run(Network network, NDManager arrays, NDList carried);

    /**
     * What a window gave.
     *
     * @param loss the mean over its targets: a scalar
     * @param carried what the next window of the batch begins with, such as the packed state [B, S]; may be empty
     * @param rows for a large table of weights [N, D] of which the window looked at some rows only: those rows,
     *     distinct, as int64 [n]. Adam then updates them alone, and the others stay as they are. Tables that are not
     *     named are updated as a whole: of 20,000 x 64 in about 5 ms, of 200,000 x 64 in about 250
     */
    public record Result(NDArray loss, NDList carried, Map<String, NDArray> rows) {
        public Result(NDArray loss, NDList carried) {
            this(loss, carried, Map.of());
        }
    }
}
