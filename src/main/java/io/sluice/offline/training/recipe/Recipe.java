package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.loop.Metrics;
import io.sluice.offline.training.loop.TrainingException;
import java.io.IOException;
import java.math.BigDecimal;
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
     * Reads a folder of data.
     *
     * @param data the folder that the user gave
     * @throws TrainingException if the data is not valid; the message names the file and the row
     */
    Corpus<E> read(Path data) throws IOException;

    /** Describes for people the folder that {@link #read(Path)} needs. */
    String folder();

    /** Returns true if models of this type learn from a user's own events, and not only from a folder. */
    default boolean learnsFromEvents() {
        return false;
    }

    /**
     * Reads a user's own events.
     *
     * @throws TrainingException if models of this type do not learn from events, or the data is not valid; the message
     *     names the source and the row
     */
    default Corpus<E> read(EventSource events) throws IOException {
        throw new TrainingException(
                events.arguments() + ": this type of recipe does not learn from events; give --data with " + folder());
    }

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

    /**
     * Checks before the training that a number of false alerts can choose the threshold of the model.
     *
     * @param split the examples of the training
     * @throws TrainingException if it cannot
     */
    default void requireThreshold(Split<E> split) {
        throw new TrainingException(
                "--false-alerts-per-day: models of this type have no incidents; leave the option out");
    }

    /**
     * Chooses the threshold of a trained model on normal data, and writes it into the bundle. The validation examples
     * are the data, or the training examples if none were held back.
     *
     * @param bundle the folder of the bundle
     * @param falseAlertsPerDay the largest number of false alerts in a day of a key
     * @return what was chosen, for people
     */
    default List<String> chooseThreshold(Path bundle, Split<E> split, BigDecimal falseAlertsPerDay) throws IOException {
        requireThreshold(split);
        return List.of();
    }
}
