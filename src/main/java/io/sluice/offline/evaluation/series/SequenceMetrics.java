package io.sluice.offline.evaluation.series;

import io.sluice.offline.dataset.RowRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Metrics of sequences of anomalous rows (Hundman et al. 2018, "Detecting Spacecraft Anomalies Using LSTMs and
 * Nonparametric Dynamic Thresholding", section 4.2). A true sequence is found if a predicted sequence overlaps it, and
 * counts once. Otherwise it is missed. A predicted sequence that overlaps no true sequence is a false positive.
 */
final class SequenceMetrics {
    static final String PRECISION =
            "by sequences: TP / (TP + FP). A predicted sequence is a longest run of scored rows with an alert"
                    + " (an incident is open after the row). TP: true sequences that a predicted sequence overlaps,"
                    + " each counted once. FP: predicted sequences that overlap no true sequence (Hundman et al."
                    + " 2018). One alert that never ends gives 1 here and in recall, so compare with alert_share and"
                    + " the baseline always";
    static final String RECALL = "by sequences: TP / all true sequences";
    static final String F1 = "by sequences: 2 precision recall / (precision + recall)";
    static final String DELAY_ROWS =
            "the median number of rows from the first row of a true sequence that is found to its"
                    + " first row with an alert; 0 if an incident is open before, and no number if none is found";
    static final String DELAY_SECONDS = "the same in seconds of the rows' times";
    static final String FALSE_ALERTS_A_DAY = "predicted sequences that overlap no true sequence, per day of one key,"
            + " from the first to the last scored row of each key; no number if that is no time";

    private static final double DAY = 86_400;

    static final String F05 = "by sequences: 1.25 precision recall / (0.25 precision + recall)";

    private long found;
    private long missed;
    private long falseAlarms;
    private double seconds;
    private int series;
    private final List<Double> delays = new ArrayList<>();
    private final List<Double> delaySeconds = new ArrayList<>();

    void add(Detection detection) {
        List<RowRange> predicted = detection.sequences();
        List<RowRange> truth = detection.series().anomalies();
        long hit = truth.stream().filter(one -> overlapsAny(one, predicted)).count();
        series++;
        found += hit;
        missed += truth.size() - hit;
        falseAlarms +=
                predicted.stream().filter(one -> !overlapsAny(one, truth)).count();
        seconds += detection.series().seconds(0, detection.series().rows() - 1);
        truth.stream().filter(one -> overlapsAny(one, predicted)).forEach(one -> addDelay(detection, one));
    }

    private void addDelay(Detection detection, RowRange found) {
        int alert = found.first();
        while (!detection.rows().get(alert).alert()) {
            alert++;
        }
        delays.add((double) (alert - found.first()));
        delaySeconds.add(detection.series().seconds(found.first(), alert));
    }

    private static boolean overlapsAny(RowRange one, List<RowRange> others) {
        return others.stream().anyMatch(one::overlaps);
    }

    double f1() {
        return found == 0 ? withoutHit() : 2 * precision() * recall() / (precision() + recall());
    }

    /** Returns F if nothing was found: 0, or NaN if there was nothing to find and no false alarm. */
    private double withoutHit() {
        return falseAlarms + missed == 0 ? Double.NaN : 0;
    }

    double delayRows() {
        return median(delays);
    }

    double delaySeconds() {
        return median(delaySeconds);
    }

    double falseAlertsADay() {
        return seconds <= 0 ? Double.NaN : falseAlarms / days();
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Returns the days from the first to the last scored row of each series, added up; 0 if rows have no times. */
    double days() {
        return seconds / DAY;
    }

    /** Returns the number of series. */
    int series() {
        return series;
    }

    /** Returns the number of true sequences. */
    long all() {
        return found + missed;
    }

    long falseAlarms() {
        return falseAlarms;
    }

    long found() {
        return found;
    }

    double precision() {
        return Shares.of(found, found + falseAlarms);
    }

    double recall() {
        return Shares.of(found, found + missed);
    }

    /** Returns F0.5, which weighs precision twice as much as recall. */
    double f05() {
        return found == 0 ? withoutHit() : 1.25 * precision() * recall() / (0.25 * precision() + recall());
    }
}
