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

    /** The last values, then the shapes. */
    private final float[] rows = new float[LENGTH * (1 + MOST)];

    private final short[] counts = new short[MOST];
    private final double[] window = new double[LENGTH];
    private double meanDistance;
    private int seen;
    private int size;

    void read(ByteBuffer state) {
        FloatRow.read(state, rows);
        for (int i = 0; i < MOST; i++) {
            counts[i] = state.getShort();
        }
        meanDistance = state.getDouble();
        seen = state.getInt();
        size = state.getInt();
    }

    void write(ByteBuffer state) {
        FloatRow.write(state, rows);
        for (short count : counts) {
            state.putShort(count);
        }
        state.putDouble(meanDistance).putInt(seen).putInt(size);
    }

    /** Returns the index of a shape's first number. */
    private static int row(int shape) {
        return LENGTH * (1 + shape);
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
        System.arraycopy(rows, 1, rows, 0, LENGTH - 1);
        rows[LENGTH - 1] = (float) value;
        int before = windows();
        seen = seen == Integer.MAX_VALUE ? seen : seen + 1;
        return seen < LENGTH ? Double.NaN : compare(before);
    }

    private double compare(int windowsBefore) {
        centre();
        int nearest = nearest();
        double distance = size == 0 ? 0 : root(squares(row(nearest)));
        if (size < MOST && windowsBefore % BETWEEN_NEW == 0) {
            add();
        } else {
            move(nearest, distance, windowsBefore);
        }
        learn(distance, windowsBefore);
        return distance;
    }

    private void add() {
        for (int i = 0; i < LENGTH; i++) {
            rows[row(size) + i] = (float) window[i];
        }
        counts[size++] = 1;
    }

    /** Takes the last values less their mean as the window, which holds float32 numbers as the shapes do. */
    private void centre() {
        double mean = 0;
        for (int i = 0; i < LENGTH; i++) {
            mean += rows[i];
        }
        mean /= LENGTH;
        for (int i = 0; i < LENGTH; i++) {
            window[i] = (float) (rows[i] - mean);
        }
    }

    /** Returns the first of the nearest shapes. Only a smaller sum of squares can have a smaller root. */
    private int nearest() {
        int nearest = 0;
        double leastSquares = Double.POSITIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            double squares = squares(row(i));
            if (squares < leastSquares && root(squares) < least) {
                least = root(squares);
                leastSquares = squares;
                nearest = i;
            }
        }
        return nearest;
    }

    private double squares(int row) {
        double squares = 0;
        for (int i = 0; i < LENGTH; i++) {
            double difference = window[i] - rows[row + i];
            squares += difference * difference;
        }
        return squares;
    }

    private static double root(double squares) {
        return Math.sqrt(squares / LENGTH);
    }

    private void move(int nearest, double distance, int windowsBefore) {
        counts[nearest] = (short) Math.min(counts[nearest] + 1, MOST_COUNTED);
        double rate = 1.0 / counts[nearest];
        if (windowsBefore >= WARM && distance > 0) {
            rate *= Math.min(1, FARTHEST * meanDistance / distance);
        }
        int row = row(nearest);
        for (int i = 0; i < LENGTH; i++) {
            rows[row + i] += (float) (rate * ((float) window[i] - rows[row + i]));
        }
    }

    private void learn(double distance, int windowsBefore) {
        double rate = Math.max(1.0 / (windowsBefore + 1.0), SLOWEST_MEAN_RATE);
        double taught = windowsBefore >= WARM ? Math.min(distance, FARTHEST * meanDistance) : distance;
        meanDistance += rate * (taught - meanDistance);
    }
}
