package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.offline.training.loop.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Examples divided into those to learn from and those that are held back.
 *
 * @param <E> an example
 */
@Internal
public record Split<E>(List<E> learned, List<E> held) {
    public Split {
        learned = List.copyOf(learned);
        held = List.copyOf(held);
    }

    /** Holds back fold {@code fold} of {@code folds}, counted from 1: of what may be held, every folds-th example. */
    public static <E> Split<E> fold(List<E> examples, Predicate<E> mayBeHeld, int fold, int folds) {
        return divide(examples, mayBeHeld, i -> i % folds == fold - 1);
    }

    /**
     * Holds back about {@code share} of what may be held, evenly spread; nothing where it is 0.
     *
     * @throws TrainingException where so small a share is not even one example
     */
    public static <E> Split<E> share(List<E> examples, Predicate<E> mayBeHeld, double share) {
        if (share == 0) {
            return new Split<>(examples, List.of());
        }
        int every = (int) Math.round(1 / share);
        Split<E> division = divide(examples, mayBeHeld, i -> i % every == every - 1);
        if (division.held.isEmpty()) {
            throw new TrainingException("validation.share " + share + " of " + examples.size()
                    + " examples is none; raise it, or give more data");
        }
        return division;
    }

    private static <E> Split<E> divide(List<E> examples, Predicate<E> mayBeHeld, IntPredicate isHeld) {
        List<E> learned = new ArrayList<>();
        List<E> held = new ArrayList<>();
        int candidates = 0;
        for (E example : examples) {
            boolean holds = mayBeHeld.test(example) && isHeld.test(candidates++);
            (holds ? held : learned).add(example);
        }
        return new Split<>(learned, held);
    }
}
