package io.sluice.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** The random choices of one schedule. Equal seeds give equal choices. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
    }

    /** A number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number from {@code first} to {@code last}. */
    int between(int first, int last) {
        return random.nextInt(first, last + 1);
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[below(choices.length)];
    }
}
