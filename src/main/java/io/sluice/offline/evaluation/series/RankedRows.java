package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Rows ranked by score, and the metrics of a threshold at each score. */
@Internal
public final class RankedRows {
    /** The definition of {@link #averagePrecision} in reports, without the series that count. */
    public static final String AUPRC = auprc("anomaly.score");

    /** The same of the quick score. */
    static final String AUPRC_QUICK = auprc("anomaly.quick, the score that decides alerts");

    private final List<Row> rows = new ArrayList<>();
    private long anomalous;

    private record Row(double score, boolean anomalous) {}

    /** The metrics if the rows that reach {@code threshold} are alarms. */
    record AtThreshold(double threshold, double precision, double recall, double falseAlarmRate) {}

    private static String auprc(String score) {
        return "the area under the precision-recall curve of rows by " + score + ", as average precision: the sum over"
                + " thresholds of (R_n - R_(n-1)) P_n, where rows of equal score count as one step;";
    }

    /**
     * Ranks the rows of a detection.
     *
     * @param score the score that ranks them
     */
    void add(Detection detection, ToDoubleFunction<ScoredRow> score) {
        for (int row = 0; row < detection.rows().size(); row++) {
            add(
                    score.applyAsDouble(detection.rows().get(row)),
                    detection.series().isAnomalous(row));
        }
    }

    /** Adds a row. */
    public void add(double score, boolean truth) {
        rows.add(new Row(score, truth));
        anomalous += truth ? 1 : 0;
    }

    /** Returns the metrics at each score that occurs, from the highest down. */
    List<AtThreshold> descending() {
        rows.sort(Comparator.comparingDouble(Row::score).reversed());
        List<AtThreshold> steps = new ArrayList<>();
        long found = 0;
        for (int i = 0; i < rows.size(); i++) {
            found += rows.get(i).anomalous ? 1 : 0;
            if (i + 1 == rows.size() || rows.get(i + 1).score < rows.get(i).score) {
                steps.add(new AtThreshold(
                        rows.get(i).score,
                        Shares.of(found, i + 1),
                        Shares.of(found, anomalous),
                        Shares.of(i + 1 - found, rows.size() - anomalous)));
            }
        }
        return steps;
    }

    /** Returns the area under the precision-recall curve. Rows of equal score are one step. */
    public double averagePrecision() {
        double area = 0;
        double recall = 0;
        for (AtThreshold step : descending()) {
            area += (step.recall - recall) * step.precision;
            recall = step.recall;
        }
        return area;
    }

    /** Returns the lowest threshold whose false alarm rate is at most {@code rate}, or infinity where there is none. */
    double thresholdOfFalseAlarmRate(double rate) {
        return descending().stream()
                .filter(step -> step.falseAlarmRate <= rate)
                .mapToDouble(AtThreshold::threshold)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
