package io.sluice.offline.evaluation.run;

import io.sluice.model.Manifest;
import io.sluice.score.profile.ProfileSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The data and the model of an evaluation.
 *
 * @param data the data's folder or file
 * @param manifest the model's manifest
 * @param column the column of the data that a model of one channel receives; null uses the format's default
 * @param baselineData the data that the format's baselines learn from; null uses the files found with the data
 * @param pictured the series in the picture of a format that has series
 * @param own the user's words about own data; null for public data
 */
public record EvaluationRequest(
        Path data,
        Manifest manifest,
        @Nullable String column,
        @Nullable Path baselineData,
        PicturedSeries pictured,
        @Nullable OwnData own) {
    /** A request for public data. */
    public EvaluationRequest(
            Path data,
            Manifest manifest,
            @Nullable String column,
            @Nullable Path baselineData,
            PicturedSeries pictured) {
        this(data, manifest, column, baselineData, pictured, null);
    }

    /** A request that leaves the pictured series to the format. */
    public EvaluationRequest(Path data, Manifest manifest, @Nullable String column, @Nullable Path baselineData) {
        this(data, manifest, column, baselineData, PicturedSeries.BY_FORMAT);
    }

    /**
     * Returns the manifest of a model that finds anomalies in numbers.
     *
     * @throws EvaluationException if the model has another task or another input
     */
    public Manifest anomalyManifest() {
        if (manifest.task() != Manifest.Task.ANOMALY || !(manifest.input() instanceof Manifest.Input.Numeric)) {
            throw new EvaluationException("model " + manifest.name() + " has the task "
                    + manifest.task().json() + " and " + manifest.input().kind().json()
                    + " input; this format needs the task anomaly and numeric input");
        }
        return manifest;
    }

    /**
     * Returns the model's threshold: a row whose anomaly score reaches it is an alarm. For the scorer profile it is the
     * score that opens an incident.
     */
    public double threshold() {
        if (anomalyManifest().scorer() == Manifest.ScorerKind.PROFILE) {
            return ProfileSettings.of(manifest.scoring(), channels()).open();
        }
        Double threshold = anomalyManifest().scoring().get("threshold");
        if (threshold == null) {
            throw new EvaluationException("model " + manifest.name() + " has no scoring.threshold in model.json; set it"
                    + " to the anomaly score from which a row is an alarm");
        }
        return threshold;
    }

    /** Returns the number of the model's channels. */
    public int channels() {
        return anomalyManifest().input().fields().size();
    }
}
