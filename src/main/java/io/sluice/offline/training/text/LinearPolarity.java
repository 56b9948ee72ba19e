package io.sluice.offline.training.text;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A linear support vector machine on counts weighted by their log-count ratio (NB-SVM; Wang and Manning, ACL 2012).
 *
 * <p>The loss is the squared hinge with an L2 norm. Dual coordinate descent minimises it (Hsieh et al., ICML 2008,
 * algorithm 1). There is no intercept. Each pass visits the rows in a new order; the same seed gives the same weights.
 */
final class LinearPolarity {
    private static final int PASSES = 40;

    private final SparseRows rows;
    private final boolean[] positive;
    private final int columns;
    private final double cost;

    /**
     * @param positive the label of each row
     * @param columns the number of columns
     * @param cost the constant C of the literature: the weight of an error relative to the norm of the weights
     */
    LinearPolarity(SparseRows rows, boolean[] positive, int columns, double cost) {
        this.rows = rows;
        this.positive = positive.clone();
        this.columns = columns;
        this.cost = cost;
    }

    /** Learns from some of the rows. Returns the weight of each column, above 0 if it indicates positive. */
    float[] learn(int[] trainingRows, long seed) {
        double[] ratios = ratios(trainingRows);
        double[] weights = new double[columns];
        double[] norms = new double[trainingRows.length];
        double[] duals = new double[trainingRows.length];
        for (int i = 0; i < trainingRows.length; i++) {
            norms[i] = norm(trainingRows[i], ratios) + 1 / (2 * cost);
        }
        int[] order = IntStream.range(0, trainingRows.length).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int pass = 0; pass < PASSES; pass++) {
            shuffle(order, random);
            for (int i : order) {
                duals[i] = descend(trainingRows[i], duals[i], norms[i], ratios, weights);
            }
        }
        float[] scaled = new float[columns];
        for (int column = 0; column < columns; column++) {
            scaled[column] = (float) (weights[column] * ratios[column]);
        }
        return scaled;
    }

    /**
     * Returns the log-count ratio of each column: the logarithm of its share of the counts of positive rows over its
     * share of the counts of negative rows. Each count starts at 1.
     */
    private double[] ratios(int[] trainingRows) {
        double[] positives = new double[columns];
        double[] negatives = new double[columns];
        for (int row : trainingRows) {
            double[] counts = positive[row] ? positives : negatives;
            for (int i = rows.start(row); i < rows.start(row + 1); i++) {
                counts[rows.column(i)]++;
            }
        }
        double positiveSum = columns;
        double negativeSum = columns;
        for (int column = 0; column < columns; column++) {
            positiveSum += positives[column];
            negativeSum += negatives[column];
        }
        double[] ratios = new double[columns];
        for (int column = 0; column < columns; column++) {
            ratios[column] = StrictMath.log((1 + positives[column]) / positiveSum)
                    - StrictMath.log((1 + negatives[column]) / negativeSum);
        }
        return ratios;
    }

    private double norm(int row, double[] ratios) {
        double sum = 0;
        for (int i = rows.start(row); i < rows.start(row + 1); i++) {
            double value = rows.value(i) * ratios[rows.column(i)];
            sum += value * value;
        }
        return sum;
    }

    /** Takes one descent step on the dual variable of a row, updates the weights and returns the new dual variable. */
    private double descend(int row, double dual, double norm, double[] ratios, double[] weights) {
        double sign = positive[row] ? 1 : -1;
        double sum = 0;
        for (int i = rows.start(row); i < rows.start(row + 1); i++) {
            int column = rows.column(i);
            sum += rows.value(i) * ratios[column] * weights[column];
        }
        double gradient = sign * sum - 1 + dual / (2 * cost);
        double next = Math.max(0, dual - gradient / norm);
        double change = (next - dual) * sign;
        if (change != 0) {
            for (int i = rows.start(row); i < rows.start(row + 1); i++) {
                int column = rows.column(i);
                weights[column] += change * rows.value(i) * ratios[column];
            }
        }
        return next;
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
    }
}
