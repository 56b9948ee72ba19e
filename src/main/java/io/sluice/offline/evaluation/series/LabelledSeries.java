package io.sluice.offline.evaluation.series;

import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.run.KeyEvents;
import java.util.List;

/**
 * A series whose anomalies are known. Rows are counted from the first that is scored.
 *
 * @param name what it is called in its data
 * @param part the part of the data that it belongs to
 * @param keys its events, of one key, or of a key for each of its columns
 * @param warmUp how many events of each key come before the scored rows
 * @param anomalies where the scored rows are anomalous, in order, none overlapping
 * @param reading the name of the column that is drawn
 * @param readings what that column has in each scored row
 * @param deviations of each scored row, the largest |z| of its columns, measured on the rows before them
 */
record LabelledSeries(
        String name,
        String part,
        List<KeyEvents> keys,
        int warmUp,
        List<RowRange> anomalies,
        String reading,
        List<Double> readings,
        List<Double> deviations) {
    LabelledSeries {
        keys = List.copyOf(keys);
        anomalies = List.copyOf(anomalies);
        readings = List.copyOf(readings);
        deviations = List.copyOf(deviations);
    }

    /** How many rows are scored. */
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
