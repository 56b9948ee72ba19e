package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Charts of precision and recall over thresholds on {@code anomaly.score}: all thresholds, and a close-up near 1. */
@Internal
public final class ThresholdPlot {
    private static final double CLOSE_UP = 0.9;

    private final List<RankedRows.AtThreshold> steps;
    private final ShownThreshold threshold;

    /** Makes the charts of ranked rows. */
    public ThresholdPlot(RankedRows rows, ShownThreshold threshold) {
        this.steps = rows.descending();
        this.threshold = threshold;
    }

    /**
     * Returns a picture of the charts; empty if there is nothing to draw.
     *
     * @param subject the model and the data
     */
    Optional<Picture> picture(String subject) {
        List<Chart> charts = charts(subject);
        return charts.isEmpty() ? Optional.empty() : Optional.of(new Picture(charts));
    }

    /**
     * Returns the charts; none if no row is anomalous, or all rows have the same score.
     *
     * @param subject the model and the data
     */
    public List<Chart> charts(String subject) {
        if (steps.size() < 2 || Double.isNaN(steps.get(0).recall())) {
            return List.of();
        }
        Chart curve = new Chart("Precision over recall", Axis.of("recall", 0, 1), Axis.of("precision", 0, 1))
                .line(
                        "",
                        Colour.BLUE,
                        steps.stream()
                                .map(step -> new Point(step.recall(), step.precision()))
                                .toList());
        Chart all = chart("Precision and recall of rows: " + subject, 0);
        return steps.stream().filter(step -> step.threshold() >= CLOSE_UP).count() < 2
                ? List.of(all, curve)
                : List.of(all, chart("Precision and recall for thresholds near 1", CLOSE_UP), curve);
    }

    private Chart chart(String title, double from) {
        Chart chart = new Chart(title, Axis.of("threshold on anomaly.score", from, 1), Axis.of("share", 0, 1))
                .line("precision", Colour.BLUE, points(from, RankedRows.AtThreshold::precision))
                .line("recall", Colour.ORANGE, points(from, RankedRows.AtThreshold::recall))
                .line("false alarm rate", Colour.GREEN, points(from, RankedRows.AtThreshold::falseAlarmRate));
        threshold.addToThresholds(chart, 0, 1);
        return chart;
    }

    private List<Point> points(double from, ToDoubleFunction<RankedRows.AtThreshold> y) {
        return steps.stream()
                .filter(step -> step.threshold() >= from)
                .map(step -> new Point(step.threshold(), y.applyAsDouble(step)))
                .toList();
    }
}
