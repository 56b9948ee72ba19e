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
 * Adam (Kingma and Ba 2015) by DJL's kernel, with decoupled weight decay (Loshchilov and Hutter 2019). Its moments are
 * arrays of its own, so that a checkpoint can hold them; everything is updated in place.
 *
 * <p>A table of which an update touches some rows is updated in those rows alone: gradient, moments and weights of the
 * others are neither read nor changed (known as lazy Adam).
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
     * Moments start from zero.
     *
     * @param weights what is updated: arrays that collect gradients
     * @param rates the learning rate by update, counted from 1
     * @param gradientNorm a longer gradient of all weights together is scaled down to this
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

    /** Running means of the gradients, by weight: the live arrays. */
    Map<String, NDArray> means() {
        return means;
    }

    /** Running means of their squares, by weight: the live arrays. */
    Map<String, NDArray> squares() {
        return squares;
    }

    /** How many updates there were. */
    int updates() {
        return updates;
    }

    /** Goes on from so many updates; the moments must be set to theirs. */
    void resume(int done) {
        updates = done;
    }

    /** The learning rate of the latest update. */
    float rate() {
        return rates.getNewValue(updates);
    }

    /**
     * Takes one step down the gradients and clears them.
     *
     * @param rows for a table, the rows that have a gradient
     * @return the norm of the gradient before it was scaled; where that is not finite, nothing was changed
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

    /** What is updated of one weight. */
    private interface Part {
        /** The sum of the gradient's squares. */
        double squares();

        /** Updates by the scaled gradient, and clears it. */
        void update(float scale);
    }

    /** A weight as a whole. */
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
            step(weight, gradient.muli(scale), of(means, name), of(squares, name));
            JniUtils.zeroGrad((PtNDArray) weight);
        }
    }

    /** Some rows of a table. */
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
            this.tables = List.of(table, of(means, name), of(squares, name));
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

    private static NDArray of(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }
}
