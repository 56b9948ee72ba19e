package io.sluice.offline.evaluation.tsbad;

import io.sluice.offline.evaluation.series.ScoredRow;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** What the model says of each row of a series. */
final class ModelScores {
    private final double[] scores;
    private final double[] surprises;
    private final BitSet alerts = new BitSet();

    ModelScores(List<TsbAdRow> rows) {
        this.scores = rows.stream().mapToDouble(TsbAdRow::score).toArray();
        this.surprises = rows.stream().mapToDouble(TsbAdRow::surprise).toArray();
        IntStream.range(0, rows.size()).filter(row -> rows.get(row).alert()).forEach(alerts::set);
    }

    /** Returns the anomaly score of each row. The caller must not change the array. */
    double[] scores() {
        return scores;
    }

    /** Returns the surprise of each row. The caller must not change the array. */
    double[] surprises() {
        return surprises;
    }

    /** Returns the rows for a picture. */
    List<ScoredRow> rows() {
        return IntStream.range(0, scores.length)
                .mapToObj(row -> new ScoredRow(scores[row], alerts.get(row)))
                .toList();
    }
}
