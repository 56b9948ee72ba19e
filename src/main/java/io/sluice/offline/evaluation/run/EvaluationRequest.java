package io.sluice.offline.evaluation.run;

import io.sluice.model.Manifest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be judged.
 *
 * @param data the data's folder or file
 * @param manifest the model's
 * @param column which column of the data a model of one channel is fed with; null leaves it to the format
 * @param baselineData what the format's baselines learn from; null: what they find beside the data
 */
public record EvaluationRequest(
        Path data,
        Manifest manifest,
        @Nullable String column,
        @Nullable Path baselineData) {
    /** The manifest of a model that finds anomalies in numbers. */
    public Manifest anomalyManifest() {
        if (manifest.task() != Manifest.Task.ANOMALY || !(manifest.input() instanceof Manifest.Input.Numeric)) {
            throw new EvaluationException("model " + manifest.name() + " has the task "
                    + manifest.task().json() + " and " + manifest.input().kind().json()
                    + " input; this format needs the task anomaly and numeric input");
        }
        return manifest;
    }

    /** The anomaly score from which a row is an alarm, fixed beforehand. */
    public double threshold() {
        Double threshold = anomalyManifest().scoring().get("threshold");
        if (threshold == null) {
            throw new EvaluationException("model " + manifest.name() + " has no scoring.threshold in model.json; it is"
                    + " the anomaly score from which a row is an alarm");
        }
        return threshold;
    }

    public int channels() {
        return anomalyManifest().input().fields().size();
    }
}
