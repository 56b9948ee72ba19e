package io.sluice.offline.evaluation.series;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A metric of a detector over labelled series.
 *
 * @param name the name in the report
 * @param definition the definition in the report
 * @param value computes the metric
 */
record SeriesMetric(String name, String definition, ToDoubleFunction<DetectorMetrics> value) {
    private static final String BY_ROWS = "rows.";
    private static final SeriesMetric AUPRC = new SeriesMetric(
            "auprc", RankedRows.AUPRC + " the mean over the series that have an anomaly", DetectorMetrics::auprc);
    private static final SeriesMetric AUPRC_POOLED = new SeriesMetric(
            "auprc.pooled", RankedRows.AUPRC + " the rows of all series in one ranking", metrics -> metrics.pooled()
                    .averagePrecision());
    private static final SeriesMetric AUPRC_QUICK = new SeriesMetric(
            "auprc.quick",
            RankedRows.AUPRC_QUICK + " the mean over the series that have an anomaly; the baselines have one score",
            DetectorMetrics::quickAuprc);
    private static final SeriesMetric VUS_PR = new SeriesMetric(
            VusPr.NAME, VusPr.DEFINITION + " the mean over the series that have an anomaly", DetectorMetrics::vusPr);
    private static final SeriesMetric ALERT_SHARE =
            ofRows("alert_share", PointMetrics.ALERT_SHARE, PointMetrics::alertShare);
    private static final SeriesMetric PRECISION = ofRows("precision", PointMetrics.PRECISION, PointMetrics::precision);
    private static final SeriesMetric RECALL = ofRows("recall", PointMetrics.RECALL, PointMetrics::recall);
    /** F1 by row. */
    static final SeriesMetric F1 = ofRows("f1", PointMetrics.F1, PointMetrics::f1);

    private static final SeriesMetric FALSE_ALARMS =
            ofRows("far", PointMetrics.FALSE_ALARM_RATE, PointMetrics::falseAlarmRate);
    private static final SeriesMetric MISSED =
            ofRows("mar", PointMetrics.MISSING_ALARM_RATE, PointMetrics::missingAlarmRate);

    /** F0.5 by sequences, which weighs precision twice as much as recall. */
    static final SeriesMetric F05_OF_SEQUENCES = ofSequences("f0.5", SequenceMetrics.F05, SequenceMetrics::f05);
    /** F1 by incident. */
    static final SeriesMetric F1_OF_INCIDENTS = ofSequences("incidents.f1", SequenceMetrics.F1, SequenceMetrics::f1);

    /** The metrics of Telemanom: by sequences, and by rows under names that begin with {@code rows.}. */
    static final List<SeriesMetric> BY_SEQUENCES = List.of(
            ofSequences("precision", SequenceMetrics.PRECISION, SequenceMetrics::precision),
            ofSequences("recall", SequenceMetrics.RECALL, SequenceMetrics::recall),
            F05_OF_SEQUENCES,
            VUS_PR,
            AUPRC,
            AUPRC_POOLED,
            ALERT_SHARE,
            PRECISION.withPrefix(BY_ROWS),
            RECALL.withPrefix(BY_ROWS),
            F1.withPrefix(BY_ROWS));

    /** The metrics of SKAB: by rows. */
    static final List<SeriesMetric> BY_ROW =
            List.of(F1, FALSE_ALARMS, MISSED, VUS_PR, AUPRC, AUPRC_POOLED, PRECISION, RECALL, ALERT_SHARE);

    /** The metrics of own data: by rows, and by incidents under names that begin with {@code incidents.}. */
    static final List<SeriesMetric> BY_INCIDENT = List.of(
            PRECISION,
            RECALL,
            F1,
            ofSequences("incidents.precision", SequenceMetrics.PRECISION, SequenceMetrics::precision),
            ofSequences("incidents.recall", SequenceMetrics.RECALL, SequenceMetrics::recall),
            F1_OF_INCIDENTS,
            ofSequences("delay.rows", SequenceMetrics.DELAY_ROWS, SequenceMetrics::delayRows),
            VUS_PR,
            AUPRC,
            AUPRC_POOLED,
            FALSE_ALARMS,
            ALERT_SHARE);

    /** The same with the metrics that need the times of rows. */
    static final List<SeriesMetric> BY_INCIDENT_AND_TIME = Stream.concat(
                    BY_INCIDENT.stream(),
                    Stream.of(
                            ofSequences("delay.seconds", SequenceMetrics.DELAY_SECONDS, SequenceMetrics::delaySeconds),
                            ofSequences(
                                    "false_alerts_a_day",
                                    SequenceMetrics.FALSE_ALERTS_A_DAY,
                                    SequenceMetrics::falseAlertsADay)))
            .toList();

    /** Returns metrics with those that a model with a quick score has too. */
    static List<SeriesMetric> withQuickScore(List<SeriesMetric> metrics) {
        return metrics.stream()
                .flatMap(metric -> metric.equals(AUPRC) ? Stream.of(AUPRC, AUPRC_QUICK) : Stream.of(metric))
                .toList();
    }

    private static SeriesMetric ofRows(String name, String definition, ToDoubleFunction<PointMetrics> value) {
        return new SeriesMetric(name, definition, metrics -> value.applyAsDouble(metrics.points()));
    }

    private static SeriesMetric ofSequences(String name, String definition, ToDoubleFunction<SequenceMetrics> value) {
        return new SeriesMetric(name, definition, metrics -> value.applyAsDouble(metrics.sequences()));
    }

    private SeriesMetric withPrefix(String prefix) {
        return new SeriesMetric(prefix + name, definition, value);
    }

    double compute(DetectorMetrics metrics) {
        return value.applyAsDouble(metrics);
    }
}
