package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.loop.Metrics;
import io.sluice.offline.training.loop.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The data and the settings from which a bundle is trained, as a {@code recipe.properties} gives them. Each kind of
 * model has one implementation, which the class {@code Recipes} lists. {@link io.sluice.offline.training.loop.Trainer
 * Trainer} explains how a recipe is used.
 *
 * @param <E> the type of an example, which is held back as a whole or not at all: a file, or a key with all its events
 * @param <F> the type of the metrics
 */
@Internal
public interface Recipe<E, F extends Metrics> {
    /** Returns the values of the keys that every recipe has. */
    CommonRecipe settings();

    /**
     * Reads the data.
     *
     * @param data the folder that the user gave
     * @throws TrainingException if the data is not valid; the message names the file and the row
     */
    Corpus<E> read(Path data) throws IOException;

    /** Returns true if the example may be held back. Every other example is always a training example. */
    default boolean mayBeHeldBack(E example) {
        return true;
    }

    /** Splits examples into training examples and validation examples, which choose the best epoch. */
    default Split<E> validation(List<E> examples) {
        return Split.share(examples, this::mayBeHeldBack, settings().validationShare());
    }

    /**
     * Creates a learner for training examples. Its vocabulary and sizes may depend only on these examples.
     *
     * @param seed the seed of the initial weights; the same examples and seed give the same learner
     */
    Learner<E, F> learner(List<E> examples, long seed) throws IOException;
}
