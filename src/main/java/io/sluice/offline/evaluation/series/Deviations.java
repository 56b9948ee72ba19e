package io.sluice.offline.evaluation.series;

import io.sluice.offline.dataset.Readings;
import java.util.ArrayList;
import java.util.List;

/**
 * How far readings lie from the mean of others, in their standard deviations (|z|). Where those never vary, what equals
 * them has 0 and everything else infinity.
 */
final class Deviations {
    private final int column;
    private final double mean;
    private final double deviation;

    /** Measures a column's rows from the first to before {@code rows}, missing readings left out. */
    Deviations(Readings readings, int rows, int column) {
        double running = 0;
        double squares = 0; // Welford's way, exact where all are equal
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

    /** |z| of a row; 0 where its reading is missing. */
    double of(Readings readings, int row) {
        double distance = Math.abs(readings.value(row, column) - mean);
        return Double.isNaN(distance) || distance == 0 ? 0 : distance / deviation;
    }

    /** The largest of a row's, for each row from {@code first} on. */
    static List<Double> largest(List<Deviations> columns, Readings readings, int first) {
        List<Double> largest = new ArrayList<>();
        for (int row = first; row < readings.rows(); row++) {
            double most = 0;
            for (Deviations column : columns) {
                most = Math.max(most, column.of(readings, row));
            }
            largest.add(most);
        }
        return largest;
    }
}
