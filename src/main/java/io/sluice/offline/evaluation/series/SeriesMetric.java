package io.sluice.offline.evaluation.series;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A figure of a detector over labelled series: its name in the report, how it is computed, and its value. */
record SeriesMetric(String name, String definition, ToDoubleFunction<DetectorMetrics> value) {
    private static final String BY_ROWS = "rows.";
    private static final SeriesMetric AUPRC = new SeriesMetric(
            "auprc", RankedRows.AUPRC + " the mean over series that have an anomaly", DetectorMetrics::auprc);
    private static final SeriesMetric AUPRC_POOLED = new SeriesMetric(
            "auprc.pooled", RankedRows.AUPRC + " the rows of all series in one order", figures -> figures.pooled()
                    .averagePrecision());
    private static final SeriesMetric ALERT_SHARE =
            ofRows("alert_share", PointMetrics.ALERT_SHARE, PointMetrics::alertShare);
    private static final SeriesMetric PRECISION = ofRows("precision", PointMetrics.PRECISION, PointMetrics::precision);
    private static final SeriesMetric RECALL = ofRows("recall", PointMetrics.RECALL, PointMetrics::recall);
    private static final SeriesMetric F1 = ofRows("f1", PointMetrics.F1, PointMetrics::f1);
    private static final SeriesMetric FALSE_ALARMS =
            ofRows("far", PointMetrics.FALSE_ALARM_RATE, PointMetrics::falseAlarmRate);
    private static final SeriesMetric MISSED =
            ofRows("mar", PointMetrics.MISSING_ALARM_RATE, PointMetrics::missingAlarmRate);

    /** Telemanom's: by sequences, and the rows' own under names that begin with {@code rows.}. */
    static final List<SeriesMetric> BY_SEQUENCES = List.of(
            ofSequences("precision", SequenceMetrics.PRECISION, SequenceMetrics::precision),
            ofSequences("recall", SequenceMetrics.RECALL, SequenceMetrics::recall),
            ofSequences("f0.5", SequenceMetrics.F05, SequenceMetrics::f05),
            AUPRC,
            AUPRC_POOLED,
            ALERT_SHARE,
            PRECISION.under(BY_ROWS),
            RECALL.under(BY_ROWS),
            F1.under(BY_ROWS));

    /** SKAB's: each row by itself. */
    static final List<SeriesMetric> BY_ROW =
            List.of(F1, FALSE_ALARMS, MISSED, AUPRC, AUPRC_POOLED, PRECISION, RECALL, ALERT_SHARE);

    private static SeriesMetric ofRows(String name, String definition, ToDoubleFunction<PointMetrics> value) {
        return new SeriesMetric(name, definition, figures -> value.applyAsDouble(figures.points()));
    }

    private static SeriesMetric ofSequences(String name, String definition, ToDoubleFunction<SequenceMetrics> value) {
        return new SeriesMetric(name, definition, figures -> value.applyAsDouble(figures.sequences()));
    }

    private SeriesMetric under(String prefix) {
        return new SeriesMetric(prefix + name, definition, value);
    }

    double of(DetectorMetrics figures) {
        return value.applyAsDouble(figures);
    }
}
