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
 * @param reading the name of the column in the chart
 * @param readings the readings of that column in the scored rows
 * @param window the largest buffer of VUS-PR, of those readings
 * @param deviations the largest |z| of the columns in each scored row, measured on the rows before the scored ones
 */
record LabelledSeries(
        String name,
        String part,
        List<KeyEvents> keys,
        int warmUp,
        List<RowRange> anomalies,
        String reading,
        List<Double> readings,
        int window,
        List<Double> deviations) {
    LabelledSeries {
        keys = List.copyOf(keys);
        anomalies = List.copyOf(anomalies);
        readings = List.copyOf(readings);
        deviations = List.copyOf(deviations);
    }

    /** Returns the number of scored rows. */
    int rows() {
        return deviations.size();
    }

    boolean isAnomalous(int row) {
        return anomalies.stream().anyMatch(anomaly -> anomaly.contains(row));
    }

    int anomalousRows() {
        return anomalies.stream().mapToInt(RowRange::count).sum();
    }
}
