package io.sluice.offline.training.item;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws some items of the catalogue, each with a known chance, to stand for all in a softmax: a sum over all items is,
 * in expectation, the sum over those drawn of each term / its chance (Horvitz and Thompson 1952). So the cost of
 * learning does not grow with the catalogue.
 *
 * <p>The chance of an item is proportional to a power of its clicks, and at most 1. The items' chances stand one after
 * the other on a line, in an order that the seed chose; drawn is what lies at a random offset below 1 and at every
 * whole step from there (systematic sampling; Madow 1949). So no item is drawn twice, and always about as many.
 */
final class SampledItems {
    private final int[] items;
    private final double[] ends;
    private final double[] chances;

    /**
     * @param weights by id, above 0 but for that of id 0, which is never drawn
     * @param count how many to draw; all where there are no more
     */
    SampledItems(double[] weights, int count, long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(1, weights.length).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        this.items = order.stream().mapToInt(item -> item).toArray();
        this.chances = chances(weights, count);
        this.ends = new double[items.length];
        double end = 0;
        for (int i = 0; i < items.length; i++) {
            end += chances[items[i]];
            ends[i] = end;
        }
    }

    /** Proportional to the weights, but at most 1, with {@code count} as their sum. */
    private static double[] chances(double[] weights, int count) {
        double[] chances = new double[weights.length];
        boolean[] sure = new boolean[weights.length];
        int left = Math.min(count, weights.length - 1);
        boolean changed = true;
        while (changed) {
            changed = false;
            double sum = 0;
            for (int item = 1; item < weights.length; item++) {
                sum += sure[item] ? 0 : weights[item];
            }
            int rest = left;
            for (int item = 1; item < weights.length; item++) {
                if (!sure[item] && rest * weights[item] >= sum) {
                    sure[item] = true;
                    left--;
                    changed = true;
                }
                chances[item] = sure[item] ? 1 : rest * weights[item] / sum;
            }
        }
        return chances;
    }

    /** The chance of an item to be drawn. */
    double chance(int item) {
        return chances[item];
    }

    /** Draws, given an offset from 0 to below 1. */
    int[] draw(double offset) {
        int[] drawn = new int[items.length];
        int count = 0;
        int last = -1;
        for (double point = offset; point < ends[ends.length - 1]; point++) {
            int at = Arrays.binarySearch(ends, point);
            int found = at < 0 ? -at - 1 : at + 1;
            if (found != last && found < items.length) {
                drawn[count++] = items[found];
                last = found;
            }
        }
        return Arrays.copyOf(drawn, count);
    }
}
