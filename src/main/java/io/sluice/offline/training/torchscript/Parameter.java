package io.sluice.offline.training.torchscript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A named, immutable float32 tensor in row-major order. */
public final class Parameter {
    private final String name;
    private final List<Integer> shape;
    private final float[] values;

    /**
     * @param shape the sizes of the tensor, outermost first
     * @param values the values in row-major order; they are copied
     * @throws IllegalArgumentException if the name is not an identifier, or the shape does not fit the number of values
     */
    public Parameter(String name, List<Integer> shape, float... values) {
        int elements = shape.stream().reduce(1, Math::multiplyExact);
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "parameter name \"" + name + "\" is not an identifier; use letters, digits and _");
        }
        if (elements != values.length) {
            throw new IllegalArgumentException("parameter " + name + " has the shape " + shape + ", which does not fit "
                    + values.length + " values");
        }
        this.name = name;
        this.shape = List.copyOf(shape);
        this.values = values.clone();
    }

    /** Creates a tensor of zeros. */
    public static Parameter zeros(String name, Integer... shape) {
        return filled(name, 0f, shape);
    }

    /** Creates a tensor whose elements all have the same value. */
    public static Parameter filled(String name, float value, Integer... shape) {
        float[] values = new float[elements(shape)];
        Arrays.fill(values, value);
        return new Parameter(name, List.of(shape), values);
    }

    /**
     * Creates a tensor of random values, uniform in [-bound, bound). PyTorch initialises its recurrent layers in this
     * way, with bound = 1 / sqrt(units).
     */
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

    /** Returns the sizes of the tensor, outermost first. */
    public List<Integer> shape() {
        return shape;
    }

    /** Returns a copy of the values in row-major order. */
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
