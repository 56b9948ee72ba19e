package io.sluice.offline.evaluation.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.offline.evaluation.run.EvaluationException;
import java.util.function.Function;

/** The prediction of a row: its anomaly score, and an alert if an incident is open after the row. */
@Internal
public record ScoredRow(double score, boolean alert) {
    /** Ends the run at a row that goes to the dead letters. */
    static final Function<String, ScoredRow> REJECTED = detail -> {
        throw EvaluationException.rejected(detail);
    };

    static ScoredRow read(JsonNode prediction) {
        JsonNode anomaly = prediction.path("anomaly");
        return new ScoredRow(
                anomaly.path("score").floatValue(), anomaly.path("alert").asBoolean());
    }

    /** Returns the higher of both scores, with an alert if either row has one. */
    ScoredRow or(ScoredRow other) {
        return new ScoredRow(Math.max(score, other.score), alert || other.alert);
    }
}
