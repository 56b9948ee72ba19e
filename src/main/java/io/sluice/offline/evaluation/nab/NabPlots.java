package io.sluice.offline.evaluation.nab;

import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.evaluation.series.Curve;
import io.sluice.offline.evaluation.series.RankedRows;
import io.sluice.offline.evaluation.series.ScoredRow;
import io.sluice.offline.evaluation.series.SeriesPlot;
import io.sluice.offline.evaluation.series.ShownThreshold;
import io.sluice.offline.evaluation.series.ThresholdPlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The pictures of a model on NAB: metrics over thresholds, where the rows in windows are the anomalous ones, and some
 * series: those that the user named, or the one with the most windows.
 */
final class NabPlots {
    private static final double CLOSE_UP = 0.9;
    private static final double LEAST = -20;
    private static final double MOST = 100;

    private final List<NabSeries> corpus;
    private final Map<String, List<ScoredRow>> rows;
    private final ShownThreshold threshold;

    NabPlots(List<NabSeries> corpus, Map<String, List<ScoredRow>> rows, double threshold) {
        this.corpus = corpus;
        this.rows = rows;
        this.threshold = new ShownThreshold.Line(
                String.format(Locale.ROOT, "threshold of %s, %.3f", NabProfile.STANDARD.metric(), threshold),
                threshold);
    }

    void addTo(Report report, PicturedSeries pictured) {
        List<Chart> charts = new ArrayList<>(new ThresholdPlot(ranked(), threshold).charts(report.subject()));
        scores().ifPresent(charts::add);
        List<SeriesPlot> plots = pictured.choose(corpus, NabSeries::name, List.of(mostWindows())).stream()
                .map(this::plot)
                .toList();
        report.picture("series", SeriesPlot.picture(plots, report.subject(), threshold));
        if (!charts.isEmpty()) {
            report.chart("thresholds", new Picture(charts));
        }
    }

    private List<ScoredRow> rows(NabSeries series) {
        return Objects.requireNonNull(rows.get(series.name()));
    }

    private RankedRows ranked() {
        RankedRows ranked = new RankedRows();
        for (NabSeries series : corpus) {
            List<ScoredRow> scored = rows(series);
            for (int row = series.probation(); row < scored.size(); row++) {
                ranked.add(scored.get(row).score(), series.isAnomalous(row));
            }
        }
        return ranked;
    }

    /**
     * Draws NAB's score over high thresholds; empty if no score reaches them. Scores far below 0, the score of no
     * alarm, are left out.
     */
    private Optional<Chart> scores() {
        if (points(NabProfile.STANDARD).size() < 2) {
            return Optional.empty();
        }
        Chart chart = new Chart(
                        "NAB score over thresholds",
                        Axis.of("threshold on anomaly.score", CLOSE_UP, 1),
                        Axis.of("score", LEAST, MOST))
                .line("standard", Colour.BLUE, points(NabProfile.STANDARD))
                .line("low false positives", Colour.ORANGE, points(NabProfile.LOW_FALSE_POSITIVES))
                .line("low false negatives", Colour.GREEN, points(NabProfile.LOW_FALSE_NEGATIVES));
        threshold.addToThresholds(chart, LEAST, MOST);
        return Optional.of(chart);
    }

    private List<Point> points(NabProfile profile) {
        NabScore score = new NabScore(profile);
        corpus.forEach(series ->
                score.add(series, rows(series).stream().map(ScoredRow::score).toList()));
        return score.descending().stream()
                .filter(step -> step.threshold() >= CLOSE_UP)
                .map(step -> new Point(step.threshold(), step.score() < LEAST ? Double.NaN : step.score()))
                .toList();
    }

    /** Returns the series with the most windows, and among equals the first. */
    private NabSeries mostWindows() {
        return corpus.stream()
                .reduce((a, b) -> b.windows().size() > a.windows().size() ? b : a)
                .orElseThrow();
    }

    private SeriesPlot plot(NabSeries series) {
        return new SeriesPlot(
                series.name(),
                List.of(new Curve("value", NabCorpus.values(series))),
                rows(series),
                series.windows(),
                series.probation(),
                List.of());
    }
}
