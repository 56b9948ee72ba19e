package io.sluice.offline.evaluation.series;

import java.util.List;

/**
 * The protocol of an evaluation on series.
 *
 * @param split the description of the scored rows and the rows before them
 * @param metrics the metrics in the report
 * @param deviations the |z| thresholds of the baselines, one baseline each
 * @param pictures the number of series that are drawn if the user names none
 */
record SeriesProtocol(String split, List<SeriesMetric> metrics, List<Double> deviations, int pictures) {
    SeriesProtocol {
        metrics = List.copyOf(metrics);
        deviations = List.copyOf(deviations);
    }
}
