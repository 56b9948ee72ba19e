package io.sluice.offline.evaluation.series;

import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The score that opens an incident. */
sealed interface OpeningScore {
    double value();

    /** Returns a sentence for the settings in force. */
    String text();

    /** Returns what a picture of {@code anomaly.score} shows of it. */
    ShownThreshold shown();

    /** Returns metrics, with those of the quick score if the model has one. */
    List<SeriesMetric> metrics(List<SeriesMetric> metrics);

    /**
     * Returns the opening score of a model.
     *
     * @param scoring the settings of the scorer that count
     */
    static OpeningScore of(Manifest manifest, Map<String, Double> scoring) {
        double value = ServingModel.openingScore(manifest, scoring);
        return manifest.scorer() == Manifest.ScorerKind.PROFILE ? new Quick(value) : new OfAnomalyScore(value);
    }

    /** The scorer {@code tails} compares {@code anomaly.score} itself. */
    record OfAnomalyScore(double value) implements OpeningScore {
        @Override
        public String text() {
            return "an anomaly.score of " + value + " opens an incident";
        }

        @Override
        public ShownThreshold shown() {
            return new ShownThreshold.Line(String.format(Locale.ROOT, "opens an incident, %.3f", value), value);
        }

        @Override
        public List<SeriesMetric> metrics(List<SeriesMetric> metrics) {
            return metrics;
        }
    }

    /** The scorer {@code profile} compares its quick score, {@code anomaly.quick}. */
    record Quick(double value) implements OpeningScore {
        @Override
        public String text() {
            return "a quick score (anomaly.quick) of " + value
                    + " opens an incident; anomaly.score is a slower one and has no threshold";
        }

        @Override
        public ShownThreshold shown() {
            return new ShownThreshold.OfQuickScore(value);
        }

        @Override
        public List<SeriesMetric> metrics(List<SeriesMetric> metrics) {
            return SeriesMetric.withQuickScore(metrics);
        }
    }
}
