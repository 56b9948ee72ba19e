package io.sluice.offline.dataset;

import java.util.List;

/**
 * A series of the benchmark TSB-AD.
 *
 * @param name the name of the file
 * @param source the data set that the series comes from
 * @param trainRows the number of first rows that a detector may learn from
 * @param readings the rows
 * @param anomalies the anomalous rows, at least one range, sorted and without overlaps
 * @param missing the number of rows that were left out because a cell is missing
 */
public record TsbAdSeries(
        String name, String source, int trainRows, Readings readings, List<RowRange> anomalies, int missing) {
    public TsbAdSeries {
        anomalies = List.copyOf(anomalies);
    }
}
