package io.sluice.offline.evaluation.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.offline.evaluation.run.EvaluationException;
import java.util.function.Function;

/** What a prediction says of a row: how anomalous it is, and whether an incident is open after it. */
record ScoredRow(double score, boolean alert) {
    /** For a run: a row that goes to the dead letters ends it. */
    static final Function<String, ScoredRow> REFUSED = detail -> {
        throw new EvaluationException("the pipeline refuses a row of the data: " + detail);
    };

    static ScoredRow of(JsonNode prediction) {
        JsonNode anomaly = prediction.path("anomaly");
        return new ScoredRow(
                anomaly.path("score").floatValue(), anomaly.path("alert").asBoolean());
    }

    /** The more anomalous of both scores, and an alert where either is one. */
    ScoredRow or(ScoredRow other) {
        return new ScoredRow(Math.max(score, other.score), alert || other.alert);
    }
}
