package io.sluice.offline.evaluation.series;

/** Metrics of single rows: compares the prediction of each row with the truth. */
final class PointMetrics {
    static final String PRECISION =
            "by rows: TP / (TP + FP); a row counts as predicted if it has an alert (an incident is open after the row);"
                    + " all series count together";
    static final String RECALL = "by rows: TP / (TP + FN)";
    static final String F1 = "by rows: 2 TP / (2 TP + FP + FN)";
    static final String FALSE_ALARM_RATE = "FP / (FP + TN): the share of normal rows that have an alert";
    static final String MISSING_ALARM_RATE = "FN / (FN + TP): the share of anomalous rows that have no alert";
    static final String ALERT_SHARE = "the share of scored rows that have an alert";

    private long found;
    private long falseAlarms;
    private long missed;
    private long quiet;

    void add(Detection detection) {
        for (int row = 0; row < detection.rows().size(); row++) {
            add(detection.series().isAnomalous(row), detection.rows().get(row).alert());
        }
    }

    private void add(boolean truth, boolean predicted) {
        if (truth) {
            found += predicted ? 1 : 0;
            missed += predicted ? 0 : 1;
        } else {
            falseAlarms += predicted ? 1 : 0;
            quiet += predicted ? 0 : 1;
        }
    }

    double precision() {
        return Shares.of(found, found + falseAlarms);
    }

    double recall() {
        return Shares.of(found, found + missed);
    }

    double f1() {
        return Shares.of(2 * found, 2 * found + falseAlarms + missed);
    }

    double falseAlarmRate() {
        return Shares.of(falseAlarms, falseAlarms + quiet);
    }

    double missingAlarmRate() {
        return Shares.of(missed, missed + found);
    }

    /** Returns the number of rows. */
    long rows() {
        return found + falseAlarms + missed + quiet;
    }

    double alertShare() {
        return Shares.of(found + falseAlarms, rows());
    }
}
