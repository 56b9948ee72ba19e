package io.sluice.offline.training.loop;

import io.sluice.Internal;
import io.sluice.offline.training.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that is to be trained, made by a {@link Recipe} for the examples that it will learn from.
 *
 * @param <E> an example
 * @param <F> what is measured on examples
 */
@Internal
public interface Learner<E, F extends Metrics> {
    /** The module before it has learned anything, as a TorchScript archive. */
    byte[] initial() throws IOException;

    /** Whether training changes the parameter of the module. */
    default boolean learns(String parameter) {
        return true;
    }

    /** Examples as batches: those to learn from, or those that judge an epoch. */
    Batches batches(List<E> examples);

    /**
     * A last touch to trained weights, such as a temperature that calibrates probabilities.
     *
     * @param held what was held back for validation; empty where nothing was
     */
    default byte[] calibrate(byte[] archive, List<E> held) throws IOException {
        return archive;
    }

    /** What the report and the model card say of the model on these examples. */
    F measure(byte[] archive, List<E> examples) throws IOException;

    /** Writes the whole bundle but for the recipe: weights, manifest, golden vectors, model card, tokenizer. */
    void write(Path folder, byte[] archive, Evidence<F> evidence) throws IOException;
}
