package io.sluice.offline.evaluation.series;

import java.util.List;

/**
 * The protocol of an evaluation on series.
 *
 * @param split the description of the scored rows and the rows before them
 * @param metrics the metrics in the report
 * @param deviations the |z| thresholds of the baselines, one baseline each
 * @param pictures the number of series that are drawn if the user names none
 * @param headline the metric that compares the model with its baselines in the verdict
 */
record SeriesProtocol(
        String split, List<SeriesMetric> metrics, List<Double> deviations, int pictures, Headline headline) {
    SeriesProtocol {
        metrics = List.copyOf(metrics);
        deviations = List.copyOf(deviations);
    }

    /**
     * The metric of the verdict.
     *
     * @param noun the word for an anomalous sequence, in the singular
     * @param words the metric in words
     */
    record Headline(String noun, String words, SeriesMetric metric) {}
}
