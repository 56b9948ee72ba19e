package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.offline.training.loop.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * A split of examples into training examples and examples that are held back.
 *
 * @param learned the training examples
 * @param held the examples that are held back
 * @param <E> the type of an example
 */
@Internal
public record Split<E>(List<E> learned, List<E> held) {
    public Split {
        learned = List.copyOf(learned);
        held = List.copyOf(held);
    }

    /**
     * Holds back one fold: every {@code folds}-th of the examples that may be held back.
     *
     * @param fold the number of the fold, from 1
     */
    public static <E> Split<E> fold(List<E> examples, Predicate<E> mayBeHeld, int fold, int folds) {
        return split(examples, mayBeHeld, i -> i % folds == fold - 1);
    }

    /**
     * Holds back about {@code share} of the examples that may be held back, evenly spread. A share of 0 holds back
     * none.
     *
     * @throws TrainingException if the share is above 0, but too small for one example
     */
    public static <E> Split<E> share(List<E> examples, Predicate<E> mayBeHeld, double share) {
        if (share == 0) {
            return new Split<>(examples, List.of());
        }
        int every = (int) Math.round(1 / share);
        Split<E> split = split(examples, mayBeHeld, i -> i % every == every - 1);
        if (split.held.isEmpty()) {
            throw new TrainingException("validation.share " + share + " of " + examples.size()
                    + " examples is less than one example; raise validation.share, or give more data");
        }
        return split;
    }

    private static <E> Split<E> split(List<E> examples, Predicate<E> mayBeHeld, IntPredicate isHeld) {
        List<E> learned = new ArrayList<>();
        List<E> held = new ArrayList<>();
        int candidates = 0;
        for (E example : examples) {
            boolean holdBack = mayBeHeld.test(example) && isHeld.test(candidates++);
            (holdBack ? held : learned).add(example);
        }
        return new Split<>(learned, held);
    }
}
