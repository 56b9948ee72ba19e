package io.sluice.offline.evaluation.nab;

import io.sluice.offline.dataset.RowRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The score of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015, "Evaluating Real-time Anomaly Detection
 * Algorithms", as its scorer computes it).
 *
 * <p>An alarm is a row whose anomaly score reaches the threshold. The first rows of a series, its probation, do not
 * count. In a window of w rows that ends at row r, an alarm at row i earns (2 sigmoid(-5p) - 1) / (2 sigmoid(5) - 1)
 * with p = -(r - i + 1) / w. Only the best alarm of a window counts. A window without an alarm costs the weight of a
 * false negative. An alarm after a window earns 2 sigmoid(-5p) - 1, which is negative, with p = (i - r) / (w - 1). It
 * earns -1 if p exceeds 3 or there is no window before it. The sum over the corpus is scaled so that no alarm at all
 * gives 0, and one alarm at the first row of each window gives 100.
 *
 * <p>One pass scores all thresholds: it adds the alarms from the highest score down.
 */
final class NabScore {
    private static final double PERFECT = sigmoid(-1);
    private static final double NO_ALARM = 0;

    private final NabProfile profile;
    private final List<Row> rows = new ArrayList<>();
    private int windows;

    /** A row, with its gain if it is an alarm. */
    private record Row(double score, int window, double gain) {}

    /** The score at a threshold. */
    record AtThreshold(double threshold, double score) {}

    NabScore(NabProfile profile) {
        this.profile = profile;
    }

    /** Adds a series with the anomaly score of each of its rows. */
    void add(NabSeries series, List<Double> scores) {
        if (scores.size() != series.events().size()) {
            throw new IllegalArgumentException(
                    series.name() + " has " + series.events().size() + " rows, but " + scores.size() + " scores");
        }
        for (int row = series.probation(); row < scores.size(); row++) {
            rows.add(row(series, row, scores.get(row)));
        }
        windows += series.windows().size();
    }

    /**
     * Returns the score of given alarms.
     *
     * @param alarms the rows that are alarms, by the name of the series
     */
    static double ofAlarms(NabProfile profile, List<NabSeries> corpus, Map<String, BitSet> alarms) {
        NabScore score = new NabScore(profile);
        for (NabSeries series : corpus) {
            alarms.getOrDefault(series.name(), new BitSet()).stream()
                    .filter(row -> row >= series.probation())
                    .forEach(row -> score.rows.add(score.row(series, row, 1)));
            score.windows += series.windows().size();
        }
        return score.at(1);
    }

    private Row row(NabSeries series, int row, double score) {
        RowRange before = null;
        for (int i = 0; i < series.windows().size(); i++) {
            RowRange window = series.windows().get(i);
            if (window.contains(row)) {
                double position = -(window.last() - row + 1.0) / window.count();
                return new Row(score, windows + i, sigmoid(position) / PERFECT * profile.truePositive());
            }
            before = window.last() < row ? window : before;
        }
        double position = before == null ? Double.POSITIVE_INFINITY : (row - before.last()) / (before.count() - 1.0);
        return new Row(score, -1, sigmoid(position) * profile.falsePositive());
    }

    /** Returns NAB's scaled sigmoid. */
    private static double sigmoid(double position) {
        return position > 3 ? -1 : 2 / (1 + StrictMath.exp(5 * position)) - 1;
    }

    /** Returns the score where the rows that reach {@code threshold} are alarms. */
    double at(double threshold) {
        double score = NO_ALARM;
        for (AtThreshold step : descending()) {
            if (step.threshold < threshold) {
                break;
            }
            score = step.score;
        }
        return score;
    }

    /**
     * Returns the best threshold for the whole corpus, as on the NAB scoreboard. It is infinite if no alarm is best.
     */
    AtThreshold best() {
        return descending().stream()
                .max(Comparator.comparingDouble(AtThreshold::score))
                .filter(step -> step.score > NO_ALARM)
                .orElse(new AtThreshold(Double.POSITIVE_INFINITY, NO_ALARM));
    }

    /** Returns the score at each anomaly score that occurs, from the highest down. */
    List<AtThreshold> descending() {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingDouble(Row::score).reversed());
        double[] best = new double[windows];
        Arrays.fill(best, -profile.falseNegative());
        double sum = -profile.falseNegative() * windows;
        List<AtThreshold> steps = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Row row = sorted.get(i);
            double earned = row.window < 0 ? row.gain : Math.max(0, row.gain - best[row.window]);
            sum += earned;
            if (row.window >= 0) {
                best[row.window] += earned;
            }
            if (i + 1 == sorted.size() || sorted.get(i + 1).score < row.score) {
                steps.add(new AtThreshold(row.score, normalised(sum)));
            }
        }
        return steps;
    }

    private double normalised(double sum) {
        double none = -profile.falseNegative() * windows;
        return 100 * (sum - none) / (windows * profile.truePositive() - none);
    }
}
