package io.sluice.offline.training.onnx;

import io.sluice.Internal;
import java.util.Optional;

/** The network of a model in ONNX, or the reason why there is none. */
@Internal
public sealed interface OnnxForm {
    /** A network that can be written. */
    record Written(OnnxNetwork network) implements OnnxForm {}

    /**
     * No network.
     *
     * @param reason a half sentence for people
     */
    record None(String reason) implements OnnxForm {}

    static OnnxForm none(String reason) {
        return new None(reason);
    }

    /**
     * Returns the form of a network, which is missing for some cells.
     *
     * @param cell the name of the cell in a recipe
     */
    static OnnxForm of(Optional<OnnxNetwork> network, String cell) {
        return network.<OnnxForm>map(Written::new)
                .orElseGet(() -> none("the cell " + cell + " has no form in ONNX; gru and lstm have one"));
    }
}
