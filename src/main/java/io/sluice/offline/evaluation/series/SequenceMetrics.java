package io.sluice.offline.evaluation.series;

import io.sluice.offline.dataset.RowRange;
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
    static final String F05 = "by sequences: 1.25 precision recall / (0.25 precision + recall)";

    private long found;
    private long missed;
    private long falseAlarms;

    void add(Detection detection) {
        List<RowRange> predicted = detection.sequences();
        List<RowRange> truth = detection.series().anomalies();
        long hit = truth.stream().filter(one -> overlapsAny(one, predicted)).count();
        found += hit;
        missed += truth.size() - hit;
        falseAlarms +=
                predicted.stream().filter(one -> !overlapsAny(one, truth)).count();
    }

    private static boolean overlapsAny(RowRange one, List<RowRange> others) {
        return others.stream().anyMatch(one::overlaps);
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
        double denominator = 0.25 * precision() + recall();
        return denominator == 0 ? 0 : 1.25 * precision() * recall() / denominator;
    }
}
