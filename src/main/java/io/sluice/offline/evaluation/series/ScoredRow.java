package io.sluice.offline.evaluation.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.offline.evaluation.run.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The prediction of a row.
 *
 * @param score its anomaly score
 * @param alert true if an incident is open after the row
 * @param opened true if the row opens an incident
 */
@Internal
public record ScoredRow(double score, boolean alert, boolean opened) {
    /** A row that goes to the dead letters, until {@link #carried} replaces it. */
    static final ScoredRow NOTHING = new ScoredRow(Double.NaN, false);

    /** Ends the run at a row that goes to the dead letters. */
    static final Function<String, ScoredRow> REJECTED = detail -> {
        throw EvaluationException.rejected(detail);
    };

    /** A row of which nobody asks if it opens an incident. */
    public ScoredRow(double score, boolean alert) {
        this(score, alert, false);
    }

    static ScoredRow read(JsonNode prediction) {
        JsonNode anomaly = prediction.path("anomaly");
        return new ScoredRow(
                anomaly.path("score").floatValue(),
                anomaly.path("alert").asBoolean(),
                anomaly.path("incident").path("phase").asText().equals("opened"));
    }

    /**
     * Returns rows in which each dead letter has the score and the alert of the row before it. A dead letter does not
     * change the state of its key, so an open incident stays open.
     */
    static List<ScoredRow> carried(List<ScoredRow> rows) {
        List<ScoredRow> carried = new ArrayList<>(rows.size());
        ScoredRow last = new ScoredRow(0, false);
        for (ScoredRow row : rows) {
            last = Double.isNaN(row.score) ? new ScoredRow(last.score, last.alert) : row;
            carried.add(last);
        }
        return carried;
    }

    /** Returns the higher of both scores, with an alert if either row has one. */
    ScoredRow or(ScoredRow other) {
        return new ScoredRow(Math.max(score, other.score), alert || other.alert, opened || other.opened);
    }
}
