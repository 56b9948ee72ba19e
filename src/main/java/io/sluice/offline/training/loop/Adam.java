package io.sluice.offline.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.tracker.Tracker;
import io.sluice.Internal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The optimizer Adam (Kingma and Ba 2015), computed by DJL's kernel, with decoupled weight decay (Loshchilov and Hutter
 * 2019). It owns the arrays of its moments, so that a checkpoint can hold them, and updates all arrays in place.
 *
 * <p>If only some rows of a table have a gradient, only these rows are updated. Gradient, moments and weights of the
 * other rows are neither read nor changed ("lazy Adam").
 */
@Internal
public final class Adam {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float UNSCALED = 1f;
    private static final float UNCLIPPED = -1f;

    private final Map<String, NDArray> weights;
    private final Map<String, NDArray> means = new LinkedHashMap<>();
    private final Map<String, NDArray> squares = new LinkedHashMap<>();
    private final Tracker rates;
    private final double gradientNorm;
    private final float weightDecay;
    private int updates;

    /**
     * Creates an optimizer whose moments are zero.
     *
     * @param weights the arrays to update, by name; they must collect gradients
     * @param rates the learning rate by the number of the update, from 1
     * @param gradientNorm the largest norm of the gradient of all weights together; a larger gradient is scaled down
     * @param weightDecay the decay of weights of two or more dimensions; 0 means none
     */
    public Adam(Map<String, NDArray> weights, Tracker rates, double gradientNorm, double weightDecay) {
        this.weights = weights;
        this.rates = rates;
        this.gradientNorm = gradientNorm;
        this.weightDecay = (float) weightDecay;
        weights.forEach((name, weight) -> {
            means.put(name, weight.zerosLike());
            squares.put(name, weight.zerosLike());
        });
    }

    /** Returns the running means of the gradients by weight: the live arrays, not copies. */
    Map<String, NDArray> means() {
        return means;
    }

    /** Returns the running means of the squared gradients by weight: the live arrays, not copies. */
    Map<String, NDArray> squares() {
        return squares;
    }

    /** Returns the number of updates so far. */
    int updates() {
        return updates;
    }

    /** Continues after {@code done} updates. The caller must also restore the moments. */
    void resume(int done) {
        updates = done;
    }

    /** Returns the learning rate of the latest update. */
    float rate() {
        return rates.getNewValue(updates);
    }

    /**
     * Takes one step down the gradients, and clears them.
     *
     * @param arrays the manager in which temporary arrays are created
     * @param rows for each table that is updated in part, the rows that have a gradient
     * @return the norm of the gradient before it was scaled; if it is not finite, no weight was changed
     */
    public double update(NDManager arrays, Map<String, NDArray> rows) {
        List<Part> parts = new ArrayList<>();
        weights.forEach((name, weight) -> parts.add(part(arrays, name, weight, rows.get(name))));
        double norm = Math.sqrt(parts.stream().mapToDouble(Part::squares).sum());
        if (Double.isFinite(norm)) {
            updates++;
            float scale = (float) Math.min(1, gradientNorm / Math.max(1e-12, norm));
            parts.forEach(part -> part.update(scale));
        }
        return norm;
    }

    private Part part(NDManager arrays, String name, NDArray weight, @Nullable NDArray rows) {
        NDArray gradient = weight.getGradient();
        gradient.attach(arrays);
        return rows == null ? new Whole(name, weight, gradient) : new Rows(arrays, name, weight, gradient, rows);
    }

    private void step(NDArray weight, NDArray gradient, NDArray mean, NDArray square) {
        boolean decays = weightDecay > 0 && weight.getShape().dimension() > 1;
        float rate = rate();
        double corrected = rate * Math.sqrt(1 - Math.pow(BETA_2, updates)) / (1 - Math.pow(BETA_1, updates));
        JniUtils.adamUpdate(
                (PtNDArray) weight,
                (PtNDArray) gradient,
                (PtNDArray) mean,
                (PtNDArray) square,
                rate,
                (float) corrected,
                decays ? weightDecay : 0f,
                UNSCALED,
                UNCLIPPED,
                BETA_1,
                BETA_2,
                EPSILON,
                decays);
    }

    /** The part of a weight that one update changes. */
    private interface Part {
        /** Returns the sum of the squared gradient. */
        double squares();

        /** Updates the weight by the gradient times {@code scale}, and clears the gradient. */
        void update(float scale);
    }

    /** All elements of a weight. */
    private final class Whole implements Part {
        private final String name;
        private final NDArray weight;
        private final NDArray gradient;

        Whole(String name, NDArray weight, NDArray gradient) {
            this.name = name;
            this.weight = weight;
            this.gradient = gradient;
        }

        @Override
        public double squares() {
            return sumOfSquares(gradient);
        }

        @Override
        public void update(float scale) {
            step(weight, gradient.muli(scale), require(means, name), require(squares, name));
            JniUtils.zeroGrad((PtNDArray) weight);
        }
    }

    /** The rows of a table that have a gradient. */
    private final class Rows implements Part {
        private final NDManager arrays;
        private final List<NDArray> tables;
        private final NDArray gradient;
        private final NDArray touched;
        private final NDIndex rows;

        Rows(NDManager arrays, String name, NDArray weight, NDArray gradient, NDArray rows) {
            NDArray table = weight.stopGradient();
            table.attach(arrays);
            this.arrays = arrays;
            this.tables = List.of(table, require(means, name), require(squares, name));
            this.gradient = gradient;
            this.rows = new NDIndex("{}", rows);
            this.touched = gradient.get(arrays, this.rows);
        }

        @Override
        public double squares() {
            return sumOfSquares(touched);
        }

        @Override
        public void update(float scale) {
            List<NDArray> parts =
                    tables.stream().map(table -> table.get(arrays, rows)).toList();
            step(parts.get(0), touched.muli(scale), parts.get(1), parts.get(2));
            for (int i = 0; i < parts.size(); i++) {
                tables.get(i).set(rows, parts.get(i));
            }
            gradient.set(rows, 0f);
        }
    }

    private static double sumOfSquares(NDArray gradient) {
        try (NDArray squared = gradient.square();
                NDArray sum = squared.sum()) {
            return sum.getFloat();
        }
    }

    private static NDArray require(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }
}
