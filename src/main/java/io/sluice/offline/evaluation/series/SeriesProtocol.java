package io.sluice.offline.evaluation.series;

import java.util.List;

/**
 * How series are judged.
 *
 * @param split what is scored and what is not
 * @param figures what is reported
 * @param deviations from which |z| a row is an alarm, a baseline each
 */
record SeriesProtocol(String split, List<SeriesMetric> figures, List<Double> deviations) {
    SeriesProtocol {
        figures = List.copyOf(figures);
        deviations = List.copyOf(deviations);
    }
}
