package io.sluice.offline.evaluation.tsbad;

/**
 * The deviation |z| of a reading from all earlier ones of its series: its distance from their mean, in their standard
 * deviations. If the earlier ones never vary, an equal reading has 0 and every other reading has infinity.
 */
final class RunningDeviation {
    private double mean;
    private double squares; // Welford's algorithm, exact where all readings are equal
    private long count;

    /** Returns |z| of the next reading, or 0 for the first. */
    double next(double reading) {
        double distance = reading - mean;
        double z = count == 0 || distance == 0 ? 0 : Math.abs(distance) / Math.sqrt(squares / count);
        count++;
        mean += distance / count;
        squares += distance * (reading - mean);
        return z;
    }
}
