package io.sluice.offline.evaluation.series;

import io.sluice.model.Manifest;
import io.sluice.score.profile.ProfileSettings;
import java.util.Locale;
import java.util.Map;

/** The score that opens an incident. */
sealed interface OpeningScore {
    double value();

    /** Returns a sentence for the settings in force. */
    String text();

    /** Returns what a picture of {@code anomaly.score} shows of it. */
    ShownThreshold shown();

    /**
     * Returns the opening score of a model.
     *
     * @param scoring the settings of the scorer that count
     */
    static OpeningScore of(Manifest manifest, Map<String, Double> scoring) {
        return manifest.scorer() == Manifest.ScorerKind.PROFILE
                ? new Quick(Double.parseDouble(Float.toString(
                        ProfileSettings.of(scoring, manifest.channels().size()).open())))
                : new OfAnomalyScore(scoring.getOrDefault("open", 0.97));
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
    }

    /** The scorer {@code profile} compares its quick score, which no prediction has. */
    record Quick(double value) implements OpeningScore {
        @Override
        public String text() {
            return "a quick score of " + value
                    + " opens an incident; anomaly.score is a slower one and has no threshold";
        }

        @Override
        public ShownThreshold shown() {
            return new ShownThreshold.Note(
                    String.format(Locale.ROOT, "alerts open at a quick score of %.3f, which is not drawn", value));
        }
    }
}
