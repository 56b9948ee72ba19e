package io.sluice.offline.evaluation.series;

import io.sluice.offline.dataset.RowRange;
import java.util.List;

/**
 * Counts sequences of anomalous rows by overlap (Hundman et al. 2018, "Detecting Spacecraft Anomalies Using LSTMs and
 * Nonparametric Dynamic Thresholding", section 4.2): a true sequence that any predicted one overlaps is a true
 * positive, once; one that none overlaps is missed; a predicted sequence that overlaps no true one is a false positive.
 */
final class SequenceMetrics {
    static final String PRECISION =
            "by sequences: TP / (TP + FP). A predicted sequence is a longest run of scored rows with an alert (an incident is"
                    + " open after the row). TP: true sequences that at least one predicted sequence overlaps, each once; FP:"
                    + " predicted sequences that overlap none (Hundman et al. 2018). One alert that never ends scores 1 here"
                    + " and in recall: read it beside alert_share and the row always";
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

    /** Precision counts twice as much as recall. */
    double f05() {
        double bottom = 0.25 * precision() + recall();
        return bottom == 0 ? 0 : 1.25 * precision() * recall() / bottom;
    }
}
