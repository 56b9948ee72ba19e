package io.sluice.offline.evaluation.series;

import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.run.KeyEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The output of a detector for the scored rows of a series. */
record Detection(LabelledSeries series, List<ScoredRow> rows) {
    Detection {
        rows = List.copyOf(rows);
        if (rows.size() != series.rows()) {
            throw new IllegalArgumentException(
                    series.name() + " has " + series.rows() + " rows to score, but " + rows.size() + " scores");
        }
    }

    /** Returns the model's output: the largest score of the series' keys, and an alert if any of them has one. */
    static Detection ofModel(LabelledSeries series, Map<String, List<ScoredRow>> scored) {
        List<ScoredRow> rows = List.of();
        for (KeyEvents key : series.keys()) {
            List<ScoredRow> found = ScoredRow.carried(Objects.requireNonNull(scored.get(key.key())));
            found = found.subList(series.warmUp(), found.size());
            rows = rows.isEmpty() ? found : joined(rows, found);
        }
        return new Detection(series, rows);
    }

    private static List<ScoredRow> joined(List<ScoredRow> rows, List<ScoredRow> others) {
        List<ScoredRow> joined = new ArrayList<>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            joined.add(rows.get(row).or(others.get(row)));
        }
        return joined;
    }

    /** Returns an alarm at every row. */
    static Detection always(LabelledSeries series) {
        return ofScores(series, series.deviations().stream().map(unused -> 1.0), 1);
    }

    /** Returns random scores, uniform in [0, 1). */
    static Detection byChance(LabelledSeries series, SplittableRandom random, double threshold) {
        return ofScores(series, random.doubles(series.rows()).boxed(), threshold);
    }

    /** Returns the largest |z| of each row's columns, with an alarm where it is at least {@code threshold}. */
    static Detection byDeviation(LabelledSeries series, double threshold) {
        return ofScores(series, series.deviations().stream(), threshold);
    }

    private static Detection ofScores(LabelledSeries series, Stream<Double> scores, double threshold) {
        return new Detection(
                series,
                scores.map(score -> new ScoredRow(score, score >= threshold)).toList());
    }

    double[] scores() {
        return rows.stream().mapToDouble(ScoredRow::score).toArray();
    }

    /** Returns the predicted sequences: the longest runs of rows with an alert. */
    List<RowRange> sequences() {
        return RowRange.runs(rows.size(), row -> rows.get(row).alert());
    }
}
