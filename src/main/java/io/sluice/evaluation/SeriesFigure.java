package io.sluice.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A figure of a detector over labelled series: its name in the report, how it is computed, and its value. */
record SeriesFigure(String name, String definition, ToDoubleFunction<DetectorFigures> value) {
    private static final String BY_ROWS = "rows.";
    private static final SeriesFigure AUPRC = new SeriesFigure(
            "auprc", RankedRows.AUPRC + " the mean over series that have an anomaly", DetectorFigures::auprc);
    private static final SeriesFigure AUPRC_POOLED = new SeriesFigure(
            "auprc.pooled", RankedRows.AUPRC + " the rows of all series in one order", figures -> figures.pooled()
                    .averagePrecision());
    private static final SeriesFigure ALERT_SHARE =
            ofRows("alert_share", PointFigures.ALERT_SHARE, PointFigures::alertShare);
    private static final SeriesFigure PRECISION = ofRows("precision", PointFigures.PRECISION, PointFigures::precision);
    private static final SeriesFigure RECALL = ofRows("recall", PointFigures.RECALL, PointFigures::recall);
    private static final SeriesFigure F1 = ofRows("f1", PointFigures.F1, PointFigures::f1);
    private static final SeriesFigure FALSE_ALARMS =
            ofRows("far", PointFigures.FALSE_ALARM_RATE, PointFigures::falseAlarmRate);
    private static final SeriesFigure MISSED =
            ofRows("mar", PointFigures.MISSING_ALARM_RATE, PointFigures::missingAlarmRate);

    /** Telemanom's: by sequences, and the rows' own under names that begin with {@code rows.}. */
    static final List<SeriesFigure> BY_SEQUENCES = List.of(
            ofSequences("precision", SequenceFigures.PRECISION, SequenceFigures::precision),
            ofSequences("recall", SequenceFigures.RECALL, SequenceFigures::recall),
            ofSequences("f0.5", SequenceFigures.F05, SequenceFigures::f05),
            AUPRC,
            AUPRC_POOLED,
            ALERT_SHARE,
            PRECISION.under(BY_ROWS),
            RECALL.under(BY_ROWS),
            F1.under(BY_ROWS));

    /** SKAB's: each row by itself. */
    static final List<SeriesFigure> BY_ROW =
            List.of(F1, FALSE_ALARMS, MISSED, AUPRC, AUPRC_POOLED, PRECISION, RECALL, ALERT_SHARE);

    private static SeriesFigure ofRows(String name, String definition, ToDoubleFunction<PointFigures> value) {
        return new SeriesFigure(name, definition, figures -> value.applyAsDouble(figures.points()));
    }

    private static SeriesFigure ofSequences(String name, String definition, ToDoubleFunction<SequenceFigures> value) {
        return new SeriesFigure(name, definition, figures -> value.applyAsDouble(figures.sequences()));
    }

    private SeriesFigure under(String prefix) {
        return new SeriesFigure(prefix + name, definition, value);
    }

    double of(DetectorFigures figures) {
        return value.applyAsDouble(figures);
    }
}
