package io.sluice.offline.evaluation.tsbad;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.Refusal;
import java.util.function.Function;

/**
 * The prediction of a row. A score counts as 0 while the scorer says that it does not judge its key yet.
 *
 * @param score {@code anomaly.score}
 * @param surprise {@code anomaly.surprise}
 * @param alert true if an incident is open after the row
 */
record TsbAdRow(float score, float surprise, boolean alert) {
    /** Ends the run at a row that goes to the dead letters. */
    static final Function<Refusal, TsbAdRow> REJECTED = refusal -> {
        throw EvaluationException.rejected(refusal);
    };

    static TsbAdRow read(JsonNode prediction) {
        JsonNode anomaly = prediction.path("anomaly");
        boolean judged = anomaly.path("judged").asBoolean(true);
        return new TsbAdRow(
                judged ? anomaly.path("score").floatValue() : 0,
                judged ? anomaly.path("surprise").floatValue() : 0,
                anomaly.path("alert").asBoolean());
    }
}
