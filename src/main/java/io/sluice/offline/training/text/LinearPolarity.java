package io.sluice.offline.training.text;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A linear support vector machine on counts weighted by their log-count ratio (NB-SVM; Wang and Manning, ACL 2012).
 *
 * <p>The loss is the squared hinge with an L2 norm, minimised by dual coordinate descent (Hsieh et al., ICML 2008,
 * algorithm 1). There is no intercept. Each pass goes over the rows in a new order; the same seed gives the same
 * weights.
 */
final class LinearPolarity {
    private static final int PASSES = 40;

    private final SparseRows rows;
    private final boolean[] positive;
    private final int columns;
    private final double cost;

    /**
     * @param positive the label of each row
     * @param columns how many there are
     * @param cost C of the literature: what an error costs beside the norm of the weights
     */
    LinearPolarity(SparseRows rows, boolean[] positive, int columns, double cost) {
        this.rows = rows;
        this.positive = positive.clone();
        this.columns = columns;
        this.cost = cost;
    }

    /** The weight of each column, learned from some rows: positive where the column speaks for positive. */
    float[] learn(int[] from, long seed) {
        double[] ratios = ratios(from);
        double[] weights = new double[columns];
        double[] norms = new double[from.length];
        double[] duals = new double[from.length];
        for (int i = 0; i < from.length; i++) {
            norms[i] = norm(from[i], ratios) + 1 / (2 * cost);
        }
        int[] order = IntStream.range(0, from.length).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int pass = 0; pass < PASSES; pass++) {
            shuffle(order, random);
            for (int i : order) {
                duals[i] = descend(from[i], duals[i], norms[i], ratios, weights);
            }
        }
        float[] found = new float[columns];
        for (int column = 0; column < columns; column++) {
            found[column] = (float) (weights[column] * ratios[column]);
        }
        return found;
    }

    /** log of (1 + rows for) over (1 + rows against) that have the column, each as a share of all such counts. */
    private double[] ratios(int[] from) {
        double[] pro = new double[columns];
        double[] contra = new double[columns];
        for (int row : from) {
            double[] counts = positive[row] ? pro : contra;
            for (int i = rows.start(row); i < rows.start(row + 1); i++) {
                counts[rows.column(i)]++;
            }
        }
        double proSum = columns;
        double contraSum = columns;
        for (int column = 0; column < columns; column++) {
            proSum += pro[column];
            contraSum += contra[column];
        }
        double[] ratios = new double[columns];
        for (int column = 0; column < columns; column++) {
            ratios[column] =
                    StrictMath.log((1 + pro[column]) / proSum) - StrictMath.log((1 + contra[column]) / contraSum);
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

    /** One step on a row's dual variable, which is returned; the weights follow. */
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
