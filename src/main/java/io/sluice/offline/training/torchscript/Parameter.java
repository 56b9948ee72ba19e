package io.sluice.offline.training.torchscript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A named float32 tensor, in row-major order; the parameter owns its values, they do not change. */
public final class Parameter {
    private final String name;
    private final List<Integer> shape;
    private final float[] values;

    /**
     * @param shape the tensor's sizes, outermost first
     * @throws IllegalArgumentException where the name is no identifier or the shape does not fit the values
     */
    public Parameter(String name, List<Integer> shape, float... values) {
        int elements = shape.stream().reduce(1, Math::multiplyExact);
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("parameter \"" + name + "\" must be named by an identifier");
        }
        if (elements != values.length) {
            throw new IllegalArgumentException(
                    "parameter " + name + " of shape " + shape + " cannot hold " + values.length + " values");
        }
        this.name = name;
        this.shape = List.copyOf(shape);
        this.values = values.clone();
    }

    /** Zeros. */
    public static Parameter zeros(String name, Integer... shape) {
        return filled(name, 0f, shape);
    }

    /** The same value everywhere. */
    public static Parameter filled(String name, float value, Integer... shape) {
        float[] values = new float[elements(shape)];
        Arrays.fill(values, value);
        return new Parameter(name, List.of(shape), values);
    }

    /** Uniform in [-bound, bound), as PyTorch starts its recurrent layers with bound = 1 / sqrt(units). */
    public static Parameter uniform(String name, RandomGenerator random, double bound, Integer... shape) {
        float[] values = new float[elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return new Parameter(name, List.of(shape), values);
    }

    private static int elements(Integer... shape) {
        return List.of(shape).stream().reduce(1, Math::multiplyExact);
    }

    public String name() {
        return name;
    }

    /** The tensor's sizes, outermost first. */
    public List<Integer> shape() {
        return shape;
    }

    /** A copy of the values in row-major order. */
    public float[] values() {
        return values.clone();
    }

    int size() {
        return values.length;
    }

    byte[] littleEndian() {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
