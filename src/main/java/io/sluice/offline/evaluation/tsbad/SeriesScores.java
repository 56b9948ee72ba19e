package io.sluice.offline.evaluation.tsbad;

import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.series.RankedRows;
import io.sluice.offline.evaluation.series.VusPr;
import java.util.BitSet;
import java.util.List;

/** The scores of a detector for all rows of a series, the train rows included. */
final class SeriesScores {
    private final List<RowRange> events;
    private final int trainRows;
    private final double vusPr;
    private final double[] scores;

    /**
     * Takes scores.
     *
     * @param events the anomalous rows
     * @param trainRows the number of first rows in which no alarm counts
     * @param window the largest buffer of VUS-PR
     * @param scores the score of each row; the caller must not change the array
     */
    SeriesScores(List<RowRange> events, int trainRows, int window, double... scores) {
        this.events = List.copyOf(events);
        this.trainRows = trainRows;
        this.scores = scores;
        this.vusPr = VusPr.of(events, scores, window);
    }

    /** Returns the anomalous rows. */
    List<RowRange> events() {
        return events;
    }

    int trainRows() {
        return trainRows;
    }

    int rows() {
        return scores.length;
    }

    double score(int row) {
        return scores[row];
    }

    double vusPr() {
        return vusPr;
    }

    double averagePrecision() {
        RankedRows ranked = new RankedRows();
        BitSet anomalous = new BitSet();
        events.forEach(event -> anomalous.set(event.first(), event.last() + 1));
        for (int row = 0; row < scores.length; row++) {
            ranked.add(scores[row], anomalous.get(row));
        }
        return ranked.averagePrecision();
    }
}
