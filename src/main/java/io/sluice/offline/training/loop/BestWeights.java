package io.sluice.offline.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sluice.offline.training.torchscript.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The weights as they were after the epoch with the least validation loss. */
final class BestWeights {
    private final Map<String, NDArray> weights;
    private final Map<String, NDArray> kept = new LinkedHashMap<>();
    private int epoch;
    private double loss = Double.POSITIVE_INFINITY;

    /**
     * @param weights the live ones
     * @param arrays where the copies are made
     */
    BestWeights(Map<String, NDArray> weights, NDManager arrays) {
        this.weights = weights;
        weights.forEach((name, weight) -> {
            NDArray copy = weight.zerosLike();
            copy.attach(arrays);
            kept.put(name, copy);
        });
    }

    /** The epoch, counted from 1; 0: none yet. */
    int epoch() {
        return epoch;
    }

    /** Its validation loss; absent where there is none yet. */
    @Nullable
    Double loss() {
        return epoch == 0 ? null : loss;
    }

    /** The kept weights: the live arrays. */
    Map<String, NDArray> arrays() {
        return kept;
    }

    /** Keeps the weights as they are now, if no epoch was better. */
    void judge(int after, double validation) {
        if (validation < loss) {
            resume(after, validation);
            kept.forEach((name, copy) -> Network.copy(Objects.requireNonNull(weights.get(name), name), copy));
        }
    }

    /** Goes on from a checkpoint; the arrays must be set to its. */
    void resume(int after, double validation) {
        epoch = after;
        loss = validation;
    }

    /** Sets the weights to the kept ones, if there are any. */
    void restore() {
        if (epoch > 0) {
            kept.forEach((name, copy) -> Network.copy(copy, Objects.requireNonNull(weights.get(name), name)));
        }
    }
}
