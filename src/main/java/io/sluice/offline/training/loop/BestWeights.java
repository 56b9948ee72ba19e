package io.sluice.offline.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sluice.offline.training.torchscript.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A copy of the weights after the epoch with the lowest validation loss. */
final class BestWeights {
    private final Map<String, NDArray> weights;
    private final Map<String, NDArray> kept = new LinkedHashMap<>();
    private int epoch;
    private double loss = Double.POSITIVE_INFINITY;

    /**
     * @param weights the weights that the training updates, by name
     * @param arrays the manager that owns the copies
     */
    BestWeights(Map<String, NDArray> weights, NDManager arrays) {
        this.weights = weights;
        weights.forEach((name, weight) -> {
            NDArray copy = weight.zerosLike();
            copy.attach(arrays);
            kept.put(name, copy);
        });
    }

    /** Returns the best epoch so far, from 1, or 0 before the first one. */
    int epoch() {
        return epoch;
    }

    /** Returns the validation loss of the best epoch, or null before the first one. */
    @Nullable
    Double loss() {
        return epoch == 0 ? null : loss;
    }

    /** Returns the kept weights: the live arrays, not copies. */
    Map<String, NDArray> arrays() {
        return kept;
    }

    /** Keeps a copy of the current weights if {@code validation} is lower than that of every earlier epoch. */
    void offer(int after, double validation) {
        if (validation < loss) {
            resume(after, validation);
            kept.forEach((name, copy) -> Network.copy(Objects.requireNonNull(weights.get(name), name), copy));
        }
    }

    /** Continues from a checkpoint. The caller must also restore the arrays. */
    void resume(int after, double validation) {
        epoch = after;
        loss = validation;
    }

    /** Copies the kept weights back into the training's weights, if there are any. */
    void restore() {
        if (epoch > 0) {
            kept.forEach((name, copy) -> Network.copy(copy, Objects.requireNonNull(weights.get(name), name)));
        }
    }
}
