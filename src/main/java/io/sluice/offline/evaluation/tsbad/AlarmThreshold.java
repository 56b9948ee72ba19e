package io.sluice.offline.evaluation.tsbad;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The lowest threshold of a score with at most one false alarm in 1,000 normal rows.
 *
 * <p>Normal are the rows after the train rows, without the anomalous ones and the 100 rows after each event. A run of
 * normal rows whose scores reach the threshold is a false alarm, and another one for each further 100 rows.
 *
 * <p>One pass lowers the threshold from score to score. It adds the rows that now reach it, joins them with the runs on
 * both sides, and keeps the number of false alarms.
 */
final class AlarmThreshold {
    /** The rows after an event in which an alarm is not false, and the rows of an alarm that count as one. */
    static final int ROWS = 100;

    private static final int NORMAL_ROWS = 1_000;

    private final double[] scores;
    private final BitSet normal = new BitSet();
    private final BitSet reached = new BitSet();
    private final int[] otherEnd; // of a run, at its first and its last row
    private long falseAlarms;

    private AlarmThreshold(List<SeriesScores> series) {
        this.scores = new double[series.stream().mapToInt(one -> one.rows() + 1).sum()];
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        this.otherEnd = new int[scores.length];
        int offset = 0;
        for (SeriesScores one : series) {
            add(one, offset);
            offset += one.rows() + 1; // a row that is never reached keeps the runs of two series apart
        }
    }

    private void add(SeriesScores series, int offset) {
        for (int row = series.trainRows(); row < series.rows(); row++) {
            scores[offset + row] = series.score(row);
        }
        normal.set(offset + series.trainRows(), offset + series.rows());
        series.events()
                .forEach(event -> normal.clear(
                        offset + event.first(), offset + Math.min(event.last() + ROWS + 1, series.rows())));
    }

    /** Returns the threshold for all series together, or infinity if the highest score has too many false alarms. */
    static double of(List<SeriesScores> series) {
        return new AlarmThreshold(series).lowest();
    }

    private double lowest() {
        int[] order = IntStream.range(0, scores.length)
                .filter(row -> scores[row] > Double.NEGATIVE_INFINITY)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < order.length; i++) {
            reach(order[i]);
            boolean lastOfItsScore = i + 1 == order.length || scores[order[i + 1]] < scores[order[i]];
            if (lastOfItsScore && falseAlarms * NORMAL_ROWS <= normal.cardinality()) {
                lowest = scores[order[i]];
            }
        }
        return lowest;
    }

    private void reach(int row) {
        if (!normal.get(row)) {
            return;
        }
        int first = row > 0 && reached.get(row - 1) ? otherEnd[row - 1] : row;
        int last = reached.get(row + 1) ? otherEnd[row + 1] : row;
        falseAlarms += alarms(last - first + 1) - alarms(row - first) - alarms(last - row);
        reached.set(row);
        otherEnd[first] = last;
        otherEnd[last] = first;
    }

    /** Returns the number of false alarms in a run of rows. */
    private static int alarms(int rows) {
        return (rows + ROWS - 1) / ROWS;
    }
}
