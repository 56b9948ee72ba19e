package io.sluice.offline.training.item;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws a sample of the items, each with a known probability, to estimate a softmax over all of them. A sum over all
 * items equals, in expectation, the sum over the drawn items of each term / its probability (Horvitz and Thompson
 * 1952). So the cost of training does not grow with the number of items.
 *
 * <p>The probability of an item is proportional to its weight, and at most 1. The probabilities lie one after the other
 * on a line, in an order that depends on the seed. A draw takes the items at a random offset below 1 and at each whole
 * step from there (systematic sampling; Madow 1949). So it never draws an item twice, and the number of items is always
 * about the same.
 */
final class SampledItems {
    private final int[] items;
    private final double[] ends;
    private final double[] probabilities;

    /**
     * @param weights the weight of each id, above 0; the id 0 is never drawn
     * @param count the number of items to draw; a smaller catalogue is drawn as a whole
     */
    SampledItems(double[] weights, int count, long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(1, weights.length).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        this.items = order.stream().mapToInt(item -> item).toArray();
        this.probabilities = probabilities(weights, count);
        this.ends = new double[items.length];
        double end = 0;
        for (int i = 0; i < items.length; i++) {
            end += probabilities[items[i]];
            ends[i] = end;
        }
    }

    /** Returns probabilities in proportion to the weights, but at most 1. Their sum is {@code count}. */
    private static double[] probabilities(double[] weights, int count) {
        double[] probabilities = new double[weights.length];
        boolean[] certain = new boolean[weights.length];
        int left = Math.min(count, weights.length - 1);
        boolean changed = true;
        while (changed) {
            changed = false;
            double sum = 0;
            for (int item = 1; item < weights.length; item++) {
                sum += certain[item] ? 0 : weights[item];
            }
            int rest = left;
            for (int item = 1; item < weights.length; item++) {
                if (!certain[item] && rest * weights[item] >= sum) {
                    certain[item] = true;
                    left--;
                    changed = true;
                }
                probabilities[item] = certain[item] ? 1 : rest * weights[item] / sum;
            }
        }
        return probabilities;
    }

    /** Returns the probability that an item is drawn. */
    double probability(int item) {
        return probabilities[item];
    }

    /** Draws items for an offset from 0 (inclusive) to 1 (exclusive). */
    int[] draw(double offset) {
        int[] drawn = new int[items.length];
        int count = 0;
        int last = -1;
        for (double point = offset; point < ends[ends.length - 1]; point++) {
            int position = Arrays.binarySearch(ends, point);
            int index = position < 0 ? -position - 1 : position + 1;
            if (index != last && index < items.length) {
                drawn[count++] = items[index];
                last = index;
            }
        }
        return Arrays.copyOf(drawn, count);
    }
}
