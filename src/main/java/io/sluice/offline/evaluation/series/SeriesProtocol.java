package io.sluice.offline.evaluation.series;

import java.util.List;

/**
 * The protocol of an evaluation on series.
 *
 * @param split the description of the scored rows and the rows before them
 * @param metrics the metrics in the report
 * @param deviations the |z| thresholds of the baselines, one baseline each
 */
record SeriesProtocol(String split, List<SeriesMetric> metrics, List<Double> deviations) {
    SeriesProtocol {
        metrics = List.copyOf(metrics);
        deviations = List.copyOf(deviations);
    }
}
