package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.offline.training.Recipes;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.loop.Metrics;
import io.sluice.offline.training.loop.Trainer;
import io.sluice.offline.training.loop.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a bundle is trained from and how, as a {@code recipe.properties} says it: one implementation for each kind of
 * model, listed in {@link Recipes}. {@link Trainer} says what becomes of it.
 *
 * @param <E> an example: what is learned or held back as a whole, such as a file, or a key with all its events
 * @param <F> what is measured on examples
 */
@Internal
public interface Recipe<E, F extends Metrics> {
    /** The keys that every recipe has. */
    CommonRecipe settings();

    /**
     * Reads the data.
     *
     * @param data the folder that the user named
     * @throws TrainingException where nothing can be learned from it: one line that names file and row
     */
    Corpus<E> read(Path data) throws IOException;

    /** Whether validation and cross-validation may hold the example back; what may not is always learned from. */
    default boolean mayBeHeldBack(E example) {
        return true;
    }

    /** Divides examples into those to learn from and those that choose the best epoch. */
    default Split<E> validation(List<E> examples) {
        return Split.share(examples, this::mayBeHeldBack, settings().validationShare());
    }

    /**
     * A model for the examples that it is going to learn from: its vocabulary and sizes may depend on them, and on no
     * others.
     *
     * @param seed of the first weights; the same examples and seed give the same learner
     */
    Learner<E, F> learner(List<E> examples, long seed) throws IOException;
}
