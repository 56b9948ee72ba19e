package io.sluice.offline.training.loop;

import io.sluice.Internal;
import io.sluice.offline.training.onnx.OnnxForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model to train. A recipe creates it for the examples from which it will learn.
 *
 * @param <E> the type of an example
 * @param <F> the type of the metrics
 */
@Internal
public interface Learner<E, F extends Metrics> {
    /** Returns the untrained module as a TorchScript archive. */
    byte[] initial() throws IOException;

    /** Returns true if training changes this parameter of the module. */
    default boolean learns(String parameter) {
        return true;
    }

    /** Returns training or validation examples as batches. */
    Batches batches(List<E> examples);

    /**
     * Adjusts the trained weights once, for example by a temperature that calibrates probabilities.
     *
     * @param archive the trained module as a TorchScript archive
     * @param held the validation examples; empty if none were held back
     * @return the adjusted module as a TorchScript archive
     */
    default byte[] calibrate(byte[] archive, List<E> held) throws IOException {
        return archive;
    }

    /** Returns the module in ONNX, or the reason why it stays TorchScript. */
    default OnnxForm onnx() {
        return OnnxForm.none("models of this type are TorchScript alone");
    }

    /** Measures a trained module on examples, for the report and the model card. */
    F measure(byte[] archive, List<E> examples) throws IOException;

    /** Writes the bundle without its recipe: weights, manifest, golden vectors, model card, and tokenizer if any. */
    void write(Path folder, byte[] archive, Evidence<F> evidence) throws IOException;
}
