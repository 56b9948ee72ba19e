package io.sluice.offline.evaluation.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The prediction of a row.
 *
 * @param score its anomaly score
 * @param quick the score that opens incidents; the anomaly score if the scorer has no other
 * @param alert true if an incident is open after the row
 * @param opened true if the row opens an incident
 * @param judged false if the past of the key was too short to judge the row
 * @param peak the largest score of the row's incident so far; NaN without an incident
 */
@Internal
public record ScoredRow(double score, double quick, boolean alert, boolean opened, boolean judged, double peak) {
    /** A row that goes to the dead letters, until {@link #carried} replaces it. */
    static final ScoredRow NOTHING = new ScoredRow(Double.NaN, Double.NaN, false, false, false, Double.NaN);

    /** Ends the run at a row that goes to the dead letters. */
    public static final Function<Refusal, ScoredRow> REJECTED = refusal -> {
        throw EvaluationException.rejected(refusal);
    };

    /** A judged row of which nobody asks about its incident. */
    public ScoredRow(double score, boolean alert) {
        this(score, score, alert, false, true, Double.NaN);
    }

    /** Reads a prediction. */
    public static ScoredRow read(JsonNode prediction) {
        JsonNode anomaly = prediction.path("anomaly");
        float score = anomaly.path("score").floatValue();
        return new ScoredRow(
                score,
                anomaly.has("quick") ? anomaly.path("quick").floatValue() : score,
                anomaly.path("alert").asBoolean(),
                anomaly.path("incident").path("phase").asText().equals("opened"),
                anomaly.path("judged").asBoolean(true),
                peak(anomaly.path("incident")));
    }

    /** Returns the peak as a prediction shows it, without the digits of a float that becomes a double. */
    private static double peak(JsonNode incident) {
        return incident.path("peak").asDouble(Double.NaN);
    }

    /** Returns true for a row that goes to the dead letters. */
    boolean isNothing() {
        return Double.isNaN(score);
    }

    /**
     * Returns rows in which each dead letter has the score and the alert of the row before it. A dead letter does not
     * change the state of its key, so an open incident stays open.
     */
    static List<ScoredRow> carried(List<ScoredRow> rows) {
        List<ScoredRow> carried = new ArrayList<>(rows.size());
        ScoredRow last = new ScoredRow(0, false);
        for (ScoredRow row : rows) {
            last = row.isNothing() ? last.repeated() : row;
            carried.add(last);
        }
        return carried;
    }

    /** Returns this row for a dead letter after it, which opens nothing. */
    private ScoredRow repeated() {
        return new ScoredRow(score, quick, alert, false, judged, peak);
    }

    /** Returns the higher of both rows' scores, with an alert if either row has one. */
    ScoredRow or(ScoredRow other) {
        return new ScoredRow(
                Math.max(score, other.score),
                Math.max(quick, other.quick),
                alert || other.alert,
                opened || other.opened,
                judged && other.judged,
                largest(peak, other.peak));
    }

    /** Returns the larger of two numbers, of which either may be NaN. */
    private static double largest(double one, double other) {
        return Double.isNaN(one) || other > one ? other : one;
    }
}
