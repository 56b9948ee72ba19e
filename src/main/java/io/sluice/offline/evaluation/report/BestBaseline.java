package io.sluice.offline.evaluation.report;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The baseline with the highest value of a metric.
 *
 * @param name the name of the baseline
 * @param value its value, which is a number
 */
public record BestBaseline(String name, double value) {
    /**
     * Returns the best of baselines; empty if none has the metric. Among equals it is the first by name.
     *
     * @param baselines the metrics of each baseline by its name
     */
    public static Optional<BestBaseline> of(Map<String, Map<String, Double>> baselines, String metric) {
        return baselines.entrySet().stream()
                .filter(one -> !Double.isNaN(one.getValue().getOrDefault(metric, Double.NaN)))
                .map(one -> new BestBaseline(
                        one.getKey(), Objects.requireNonNull(one.getValue().get(metric))))
                .max(Comparator.comparingDouble(BestBaseline::value)
                        .thenComparing(BestBaseline::name, Comparator.reverseOrder()));
    }
}
