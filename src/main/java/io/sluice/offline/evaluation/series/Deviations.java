package io.sluice.offline.evaluation.series;

import io.sluice.offline.dataset.Readings;
import java.util.ArrayList;
import java.util.List;

/**
 * The deviation |z| of a column: the distance of a reading from the mean of earlier rows, in their standard deviations.
 * If the earlier rows never vary, an equal reading has 0 and every other reading has infinity.
 */
final class Deviations {
    private final int column;
    private final double mean;
    private final double deviation;

    /**
     * Computes the mean and the standard deviation of the first {@code rows} rows of a column, without missing
     * readings.
     */
    Deviations(Readings readings, int rows, int column) {
        double running = 0;
        double squares = 0; // Welford's algorithm, exact where all readings are equal
        int count = 0;
        for (int row = 0; row < rows; row++) {
            double value = readings.value(row, column);
            if (!Double.isNaN(value)) {
                count++;
                double before = value - running;
                running += before / count;
                squares += before * (value - running);
            }
        }
        this.column = column;
        this.mean = running;
        this.deviation = Math.sqrt(squares / Math.max(1, count));
    }

    /** Returns |z| of a row, or 0 where its reading is missing. */
    double absoluteZ(Readings readings, int row) {
        double distance = Math.abs(readings.value(row, column) - mean);
        return Double.isNaN(distance) || distance == 0 ? 0 : distance / deviation;
    }

    /** Returns the largest |z| of the columns, for each row from {@code first} on. */
    static List<Double> largest(List<Deviations> columns, Readings readings, int first) {
        List<Double> largest = new ArrayList<>();
        for (int row = first; row < readings.rows(); row++) {
            double most = 0;
            for (Deviations column : columns) {
                most = Math.max(most, column.absoluteZ(readings, row));
            }
            largest.add(most);
        }
        return largest;
    }
}
