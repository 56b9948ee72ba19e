package io.sluice.offline.evaluation.series;

import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.run.KeyEvents;
import java.util.List;

/**
 * A series with known anomalies. Rows are counted from the first scored row.
 *
 * @param name the name in the data
 * @param part the part of the data that the series belongs to
 * @param keys the events, under one key or under one key for each column
 * @param warmUp the number of events of each key before the scored rows
 * @param anomalies the anomalous rows, sorted and without overlaps
 * @param curves the readings in the scored rows, of each column in the picture
 * @param window the largest buffer of VUS-PR, of the first of them
 * @param deviations the largest |z| of the columns in each scored row, measured on the rows before the scored ones
 * @param times the time of each scored row in milliseconds since the epoch; empty if no metric needs it
 */
record LabelledSeries(
        String name,
        String part,
        List<KeyEvents> keys,
        int warmUp,
        List<RowRange> anomalies,
        List<Curve> curves,
        int window,
        List<Double> deviations,
        List<Long> times) {
    LabelledSeries {
        keys = List.copyOf(keys);
        anomalies = List.copyOf(anomalies);
        curves = List.copyOf(curves);
        deviations = List.copyOf(deviations);
        times = List.copyOf(times);
    }

    /** Returns the number of scored rows. */
    int rows() {
        return deviations.size();
    }

    /** Returns the time from one scored row to a later one, in seconds; 0 if the rows have no times. */
    double seconds(int from, int to) {
        return times.isEmpty() ? 0 : (times.get(to) - times.get(from)) / 1e3;
    }

    boolean isAnomalous(int row) {
        return anomalies.stream().anyMatch(anomaly -> anomaly.contains(row));
    }

    int anomalousRows() {
        return anomalies.stream().mapToInt(RowRange::count).sum();
    }
}
