package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import io.sluice.offline.dataset.RowRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The picture of one series: its readings, the model's scores, the anomalies and the alerts.
 *
 * @param name the name of the series
 * @param curves the readings, a chart for each
 * @param rows the model's prediction of each row
 * @param anomalies the anomalous rows
 * @param unscored the number of rows before the scored ones
 * @param times the time of each row in milliseconds since the epoch; empty if the rows have none
 */
@Internal
public record SeriesPlot(
        String name,
        List<Curve> curves,
        List<ScoredRow> rows,
        List<RowRange> anomalies,
        int unscored,
        List<Long> times) {
    public SeriesPlot {
        curves = List.copyOf(curves);
        rows = List.copyOf(rows);
        anomalies = List.copyOf(anomalies);
        times = List.copyOf(times);
    }

    /**
     * Returns the picture of some series, one below the other.
     *
     * @param subject the model and the data
     */
    public static Picture picture(List<SeriesPlot> plots, String subject, ShownThreshold threshold) {
        return new Picture(plots.stream()
                .flatMap(plot -> plot.charts(subject, threshold).stream())
                .toList());
    }

    /**
     * Returns a chart of each curve and a chart of the scores.
     *
     * @param subject the model and the data
     */
    public List<Chart> charts(String subject, ShownThreshold threshold) {
        List<Chart> charts = new ArrayList<>();
        for (Curve curve : curves) {
            charts.add(chart(charts.isEmpty() ? name : curve.name(), Axis.of(curve.name()))
                    .line("reading", Colour.DARK, 1.2, points(curve.values()::get)));
        }
        Chart scores = chart("Scores of " + subject, Axis.of("anomaly.score", 0, 1))
                .line("score", Colour.BLUE, 1.2, points(row -> rows.get(row).score()));
        if (rows.stream().anyMatch(row -> row.quick() != row.score())) {
            scores.line("quick score", Colour.ORANGE, 1.2, points(row -> rows.get(row)
                    .quick()));
        }
        threshold.addToScores(scores, x(0), x(rows.size() - 1));
        charts.add(scores);
        return charts;
    }

    /** Creates a chart over rows with the anomalies in the background and the alerts along the top. */
    private Chart chart(String title, Axis axis) {
        Chart chart = new Chart(title, times.isEmpty() ? Axis.whole("row") : Axis.times("time (UTC)"), axis);
        if (unscored > 0) {
            chart.band("not scored", Colour.GREY, x(0), x(unscored));
        }
        anomalies.forEach(anomaly -> chart.band("anomaly", Colour.YELLOW, x(anomaly.first()), x(anomaly.last() + 1)));
        RowRange.runs(rows.size(), row -> rows.get(row).alert())
                .forEach(alert -> chart.strip("alert", Colour.PURPLE, x(alert.first()), x(alert.last() + 1)));
        return chart;
    }

    /** Returns the place of a row on the axis. The row after the last one has the place of the last. */
    private double x(int row) {
        return times.isEmpty() ? row : times.get(Math.min(row, times.size() - 1));
    }

    private List<Point> points(IntToDoubleFunction y) {
        return IntStream.range(0, rows.size())
                .mapToObj(row -> new Point(x(row), y.applyAsDouble(row)))
                .toList();
    }
}
