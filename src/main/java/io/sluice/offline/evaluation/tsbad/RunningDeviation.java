package io.sluice.offline.evaluation.tsbad;

/**
 * The deviation |z| of a reading from all earlier ones of its series: its distance from their mean, in their standard
 * deviations. It is 0 if the earlier ones never vary, because then nothing says how far is far.
 */
final class RunningDeviation {
    private double mean;
    private double squares; // Welford's algorithm, exact where all readings are equal
    private long count;

    /** Returns |z| of the next reading. */
    double next(double reading) {
        double distance = reading - mean;
        double z = squares == 0 ? 0 : Math.abs(distance) / Math.sqrt(squares / count);
        count++;
        mean += distance / count;
        squares += distance * (reading - mean);
        return z;
    }
}
