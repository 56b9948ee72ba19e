package io.sluice.torch;

import ai.djl.ndarray.NDList;
import io.sluice.model.BundleException;
import java.util.function.Supplier;

/** The result of a module's forward, checked before the module serves. */
final class ForwardResult {
    /** What is wrong with a result that holds something else than tensors. */
    static final String NO_TENSOR = "returns something that is no tensor, such as None or a number";

    private static final String NEEDED = "; it must return two, y and the next state packed into one tensor";

    private ForwardResult() {}

    /**
     * Runs forward.
     *
     * @return y and the next state
     * @throws BundleException if it returns anything else than two tensors in a row
     */
    static NDList of(Supplier<NDList> forward) {
        NDList result;
        try {
            result = forward.get();
        } catch (UnsupportedOperationException e) { // how DJL refuses a value that is no tensor
            throw new BundleException(
                    "the module's forward " + NO_TENSOR + "; it must return two tensors, y and the next state packed"
                            + " into one",
                    e);
        }
        if (result.size() != 2) {
            throw new BundleException("the module's forward returns " + result.size()
                    + (result.size() == 1 ? " tensor" : " tensors") + NEEDED);
        }
        if (result.get(0).getName() != null) {
            throw new BundleException(
                    "the module's forward returns a dict with " + result.get(0).getName() + " and "
                            + result.get(1).getName() + ", which says no order; return the tuple (y, next state)");
        }
        return result;
    }
}
