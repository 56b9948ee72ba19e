package io.sluice.model;

import java.util.Random;

/**
 * A gated recurrent unit in plain Java: the oracle with which engines are compared. It is slow and simple on purpose.
 *
 * <p>Weights, x and h are float32. All arithmetic is double precision through {@link StrictMath}, and only the next
 * hidden state is rounded. So a result is the same on every machine, and closer to the exact one than the result of any
 * float32 engine.
 *
 * <p>Both conventions share the gates, with σ the logistic function and * the product by elements:
 *
 * <pre>
 *   r = σ(W_ir x + b_ir + W_hr h + b_hr)            the reset gate
 *   z = σ(W_iz x + b_iz + W_hz h + b_hz)            the update gate
 *   h' = (1 - z) * n + z * h
 * </pre>
 *
 * and differ in the candidate n: see {@link Convention}. In both, z is the share of the old state that is kept. (In
 * Chung et al. 2014, arXiv 1412.3555, z is the share that is replaced.)
 *
 * <p>Layout, like PyTorch's {@code GRUCell}: {@code weightIh} is [3H, I] and {@code weightHh} [3H, H] in row-major
 * order, {@code biasIh} and {@code biasHh} are [3H]; each holds the rows of r, then z, then n.
 */
public final class ReferenceGru {
    /** The place at which the reset gate acts. */
    public enum Convention {
        /**
         * {@code n = tanh(W_in x + b_in + r * (W_hn h + b_hn))}: the gate is applied after the recurrent product, as in
         * cuDNN and PyTorch (docs of {@code torch.nn.GRU}).
         */
        RESET_AFTER {
            @Override
            double candidate(ReferenceGru gru, int unit, float[] h) {
                int row = 2 * gru.hidden + unit;
                return gru.fromInput[row] + gru.reset[unit] * (dot(gru.weightHh, row, h) + gru.biasHh[row]);
            }
        },
        /**
         * {@code n = tanh(W_in x + b_in + W_hn (r * h) + b_hn)}: the gate is applied to h before the recurrent product,
         * as in Cho et al. 2014, arXiv 1406.1078, equations 5 to 8 (which have no biases: theirs are zero).
         */
        RESET_BEFORE {
            @Override
            double candidate(ReferenceGru gru, int unit, float[] h) {
                int row = 2 * gru.hidden + unit;
                double sum = gru.fromInput[row] + gru.biasHh[row];
                for (int i = 0; i < h.length; i++) {
                    sum += gru.weightHh[row * h.length + i] * (gru.reset[i] * h[i]);
                }
                return sum;
            }
        };

        abstract double candidate(ReferenceGru gru, int unit, float[] h);
    }

    private final Convention convention;
    private final int input;
    private final int hidden;
    private final float[] weightIh;
    private final float[] weightHh;
    private final float[] biasIh;
    private final float[] biasHh;
    private final double[] fromInput;
    private final double[] reset;

    /** Makes a cell with copies of the given weights. */
    public ReferenceGru(
            Convention convention,
            int input,
            int hidden,
            float[] weightIh,
            float[] weightHh,
            float[] biasIh,
            float[] biasHh) {
        this.convention = convention;
        this.input = input;
        this.hidden = hidden;
        this.weightIh = copy("weightIh", weightIh, 3 * hidden * input);
        this.weightHh = copy("weightHh", weightHh, 3 * hidden * hidden);
        this.biasIh = copy("biasIh", biasIh, 3 * hidden);
        this.biasHh = copy("biasHh", biasHh, 3 * hidden);
        this.fromInput = new double[3 * hidden];
        this.reset = new double[hidden];
    }

    /** Makes a cell with weights drawn from U(-1/sqrt(H), 1/sqrt(H)), like PyTorch's initial weights. */
    public static ReferenceGru random(Convention convention, int input, int hidden, long seed) {
        Random random = new Random(seed);
        double bound = 1 / Math.sqrt(hidden);
        return new ReferenceGru(
                convention,
                input,
                hidden,
                uniform(random, 3 * hidden * input, bound),
                uniform(random, 3 * hidden * hidden, bound),
                uniform(random, 3 * hidden, bound),
                uniform(random, 3 * hidden, bound));
    }

    public int input() {
        return input;
    }

    public int hidden() {
        return hidden;
    }

    /** Returns a copy, [3H, I]. */
    public float[] weightIh() {
        return weightIh.clone();
    }

    /** Returns a copy, [3H, H]. */
    public float[] weightHh() {
        return weightHh.clone();
    }

    /** Returns a copy, [3H]. */
    public float[] biasIh() {
        return biasIh.clone();
    }

    /** Returns a copy, [3H]. */
    public float[] biasHh() {
        return biasHh.clone();
    }

    /**
     * Computes one step. An instance holds its gates, so only one thread at a time may use it.
     *
     * @param x the input, I elements
     * @param h the hidden state, H elements; not changed
     * @param next the array for the next hidden state, H elements; not the array {@code h}
     */
    public void step(float[] x, float[] h, float[] next) {
        for (int row = 0; row < 3 * hidden; row++) {
            fromInput[row] = dot(weightIh, row, x) + biasIh[row];
        }
        for (int unit = 0; unit < hidden; unit++) {
            reset[unit] = gate(unit, h);
        }
        for (int unit = 0; unit < hidden; unit++) {
            double z = gate(hidden + unit, h);
            double n = StrictMath.tanh(convention.candidate(this, unit, h));
            next[unit] = (float) ((1 - z) * n + z * h[unit]);
        }
    }

    private double gate(int row, float[] h) {
        return 1 / (1 + StrictMath.exp(-(fromInput[row] + dot(weightHh, row, h) + biasHh[row])));
    }

    /** Returns the product of one row of a row-major matrix and a vector. */
    static double dot(float[] matrix, int row, float[] vector) {
        double sum = 0;
        int at = row * vector.length;
        for (int i = 0; i < vector.length; i++) {
            sum += (double) matrix[at + i] * vector[i];
        }
        return sum;
    }

    static float[] uniform(Random random, int length, double bound) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    static float[] copy(String name, float[] values, int length) {
        if (values.length != length) {
            throw new IllegalArgumentException(name + " has " + values.length + " elements; it needs " + length);
        }
        return values.clone();
    }
}
