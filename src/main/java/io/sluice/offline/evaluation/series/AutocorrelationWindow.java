package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import java.util.List;

/**
 * The largest buffer of VUS-PR, by the rule of TSB-AD. It is the lag, up to 400 rows, of the highest strict local
 * maximum of the autocorrelation of the first 20,000 readings. It is 125 if there is none, or if it lies below 6 or
 * above 303.
 */
@Internal
public final class AutocorrelationWindow {
    private static final int READINGS = 20_000;
    private static final int LAGS = 400;
    private static final int FIRST_LAG = 3; // TSB-AD looks from here on, and the first is no local maximum
    private static final int SHORTEST = 6;
    private static final int LONGEST = 303;
    private static final int DEFAULT = 125;

    private AutocorrelationWindow() {}

    /** Returns the window for the readings of a series. Missing readings, NaN, count as the mean. */
    public static int of(List<Double> readings) {
        double[] correlations = correlations(centred(readings));
        int best = -1;
        for (int lag = FIRST_LAG + 1; lag < correlations.length - 1; lag++) {
            boolean highest = correlations[lag] > correlations[lag - 1] && correlations[lag] > correlations[lag + 1];
            if (highest && (best < 0 || correlations[lag] >= correlations[best])) {
                best = lag;
            }
        }
        return best < SHORTEST || best > LONGEST ? DEFAULT : best;
    }

    private static double[] centred(List<Double> readings) {
        List<Double> first = readings.subList(0, Math.min(READINGS, readings.size()));
        double mean = first.stream()
                .mapToDouble(Double::doubleValue)
                .filter(reading -> !Double.isNaN(reading))
                .average()
                .orElse(0);
        return first.stream()
                .mapToDouble(reading -> Double.isNaN(reading) ? 0 : reading - mean)
                .toArray();
    }

    /** Returns the sums of products of readings at each lag. They are the autocorrelation times the variance. */
    private static double[] correlations(double... centred) {
        double[] sums = new double[Math.min(LAGS + 1, centred.length)];
        for (int lag = 0; lag < sums.length; lag++) {
            double sum = 0;
            for (int row = lag; row < centred.length; row++) {
                sum += centred[row] * centred[row - lag];
            }
            sums[lag] = sum;
        }
        return sums;
    }
}
