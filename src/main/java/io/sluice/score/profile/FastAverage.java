package io.sluice.score.profile;

import java.nio.ByteBuffer;

/**
 * The moving average of a sequence with the rate 0.1, whose first numbers weigh more so that it has no bias to 0.
 *
 * <p>Layout: float64.
 */
final class FastAverage {
    static final int BYTES = Double.BYTES;

    private static final double RATE = 0.1;
    private static final int BIASED = 400;
    private static final double[] RATES = rates();

    private double average;

    private static double[] rates() {
        double[] rates = new double[BIASED];
        double left = 1;
        for (int n = 0; n < BIASED; n++) {
            left *= 1 - RATE;
            rates[n] = RATE / (1 - left);
        }
        return rates;
    }

    void read(ByteBuffer state) {
        average = state.getDouble();
    }

    void write(ByteBuffer state) {
        state.putDouble(average);
    }

    /**
     * Adds a number and returns the average with it.
     *
     * @param n the number of numbers before it
     */
    double add(double y, int n) {
        average += (n < BIASED ? RATES[n] : RATE) * (y - average);
        return average;
    }
}
