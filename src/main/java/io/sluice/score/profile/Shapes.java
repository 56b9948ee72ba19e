package io.sluice.score.profile;

import java.nio.ByteBuffer;

/**
 * The usual shapes of a channel: up to {@value #MOST} windows of its last {@value #LENGTH} values, each less its mean.
 * A new window is compared with the nearest shape, which then moves a little towards it.
 *
 * <p>Layout, little-endian: the last values and the shapes in float32, int16 number of windows of each shape, at most
 * {@value #MOST_COUNTED}, float64 mean distance, int32 number of values, int32 number of shapes.
 */
final class Shapes {
    static final int LENGTH = 8;
    static final int MOST = 16;
    static final int BYTES = Float.BYTES * LENGTH * (MOST + 1) + Short.BYTES * MOST + Double.BYTES + 2 * Integer.BYTES;

    private static final int BETWEEN_NEW = 8;
    private static final int WARM = 150;

    /** A shape of so many windows moves by 1/500 of the difference. */
    private static final int MOST_COUNTED = 500;

    private static final double SLOWEST_MEAN_RATE = 1 / 5000.0;
    private static final double FARTHEST = 10;

    private final float[] values = new float[LENGTH];
    private final float[][] shapes = new float[MOST][LENGTH];
    private final int[] counts = new int[MOST];
    private final float[] window = new float[LENGTH];
    private double meanDistance;
    private int seen;
    private int size;

    void read(ByteBuffer state) {
        read(state, values);
        for (float[] shape : shapes) {
            read(state, shape);
        }
        for (int i = 0; i < MOST; i++) {
            counts[i] = state.getShort();
        }
        meanDistance = state.getDouble();
        seen = state.getInt();
        size = state.getInt();
    }

    void write(ByteBuffer state) {
        write(state, values);
        for (float[] shape : shapes) {
            write(state, shape);
        }
        for (int count : counts) {
            state.putShort((short) count);
        }
        state.putDouble(meanDistance).putInt(seen).putInt(size);
    }

    private static void read(ByteBuffer state, float[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = state.getFloat();
        }
    }

    private static void write(ByteBuffer state, float[] row) {
        for (float value : row) {
            state.putFloat(value);
        }
    }

    /** Returns the number of windows that were compared, the next one not included. */
    int windows() {
        return Math.max(0, seen - LENGTH + 1);
    }

    /**
     * Adds a value.
     *
     * @return the root mean square distance of the window to the nearest shape; NaN before the first window is full
     */
    double add(double value) {
        System.arraycopy(values, 1, values, 0, LENGTH - 1);
        values[LENGTH - 1] = (float) value;
        int before = windows();
        seen = seen == Integer.MAX_VALUE ? seen : seen + 1;
        return seen < LENGTH ? Double.NaN : compare(before);
    }

    private double compare(int windowsBefore) {
        centre();
        int nearest = nearest();
        double distance = size == 0 ? 0 : distance(shapes[nearest]);
        if (size < MOST && windowsBefore % BETWEEN_NEW == 0) {
            System.arraycopy(window, 0, shapes[size], 0, LENGTH);
            counts[size++] = 1;
        } else {
            move(nearest, distance, windowsBefore);
        }
        learn(distance, windowsBefore);
        return distance;
    }

    private void centre() {
        double mean = 0;
        for (float value : values) {
            mean += value;
        }
        mean /= LENGTH;
        for (int i = 0; i < LENGTH; i++) {
            window[i] = (float) (values[i] - mean);
        }
    }

    private int nearest() {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            double distance = distance(shapes[i]);
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    private double distance(float[] shape) {
        double squares = 0;
        for (int i = 0; i < LENGTH; i++) {
            double difference = (double) window[i] - shape[i];
            squares += difference * difference;
        }
        return Math.sqrt(squares / LENGTH);
    }

    private void move(int nearest, double distance, int windowsBefore) {
        counts[nearest] = Math.min(counts[nearest] + 1, MOST_COUNTED);
        double rate = 1.0 / counts[nearest];
        if (windowsBefore >= WARM && distance > 0) {
            rate *= Math.min(1, FARTHEST * meanDistance / distance);
        }
        float[] shape = shapes[nearest];
        for (int i = 0; i < LENGTH; i++) {
            shape[i] += (float) (rate * (window[i] - shape[i]));
        }
    }

    private void learn(double distance, int windowsBefore) {
        double rate = Math.max(1.0 / (windowsBefore + 1.0), SLOWEST_MEAN_RATE);
        double taught = windowsBefore >= WARM ? Math.min(distance, FARTHEST * meanDistance) : distance;
        meanDistance += rate * (taught - meanDistance);
    }
}
