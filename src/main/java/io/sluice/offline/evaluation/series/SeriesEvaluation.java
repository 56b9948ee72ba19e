package io.sluice.offline.evaluation.series;

import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.evaluation.run.ScoringRun;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Evaluates a model's alerts and scores on series with known anomalies. The baselines are random scores, an alarm at
 * every row, and the deviation |z| of a row's readings from the rows before the scored ones.
 */
final class SeriesEvaluation implements Evaluation {
    private static final long SEED = 1;

    private final List<LabelledSeries> series;
    private final SeriesProtocol protocol;
    private final double threshold;
    private final OpeningScore opening;
    private final PicturedSeries pictured;

    /**
     * An evaluation on some series.
     *
     * @param threshold the model's own threshold, which the data does not influence, for the random baseline
     * @param opening the score that opens an incident, for the pictures
     * @throws EvaluationException if a pictured series is missing
     */
    SeriesEvaluation(
            List<LabelledSeries> series,
            SeriesProtocol protocol,
            double threshold,
            OpeningScore opening,
            PicturedSeries pictured) {
        this.series = List.copyOf(series);
        this.protocol = protocol;
        this.threshold = threshold;
        this.opening = opening;
        this.pictured = pictured;
        pictured.requireAmong(series.stream().map(LabelledSeries::name).toList());
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        Map<String, List<ScoredRow>> scored = scoring.score(
                series.stream().flatMap(one -> one.keys().stream()).toList(), ScoredRow::read, ScoredRow.REJECTED);
        report(scored, report);
    }

    /**
     * Reports on rows that are scored already.
     *
     * @param scored the rows of each key, from its first event
     * @return what the model found in each series
     */
    List<Detection> report(Map<String, List<ScoredRow>> scored, Report report) {
        List<Detection> model =
                series.stream().map(one -> Detection.ofModel(one, scored)).toList();
        DetectorMetrics found = DetectorMetrics.of(model);
        protocol.metrics().forEach(metric -> report.define(metric.name(), metric.definition())
                .metric(metric.name(), metric.compute(found)));
        report.split(protocol.split()).about("threshold", threshold).about("seed", SEED);
        define(report);
        count(report, model, found);
        byPart(report, model);
        baselines(report, found).addTo(report);
        report.picture("series", SeriesPlot.picture(plots(model), report.subject(), opening.shown()));
        new ThresholdPlot(found.pooled(), opening.shown())
                .picture(report.subject())
                .ifPresent(picture -> report.chart("thresholds", picture));
        return model;
    }

    private List<SeriesPlot> plots(List<Detection> model) {
        return pictured.choose(model, one -> one.series().name(), mostAnomalies(model)).stream()
                .map(SeriesEvaluation::plot)
                .toList();
    }

    /** Returns the series with the most anomalies, and among equals the first. */
    private List<Detection> mostAnomalies(List<Detection> model) {
        return model.stream()
                .sorted(Comparator.comparingInt(one -> -one.series().anomalies().size()))
                .limit(protocol.pictures())
                .toList();
    }

    private static SeriesPlot plot(Detection detection) {
        LabelledSeries series = detection.series();
        return new SeriesPlot(series.name(), series.curves(), detection.rows(), series.anomalies(), 0, series.times());
    }

    private void count(Report report, List<Detection> model, DetectorMetrics found) {
        report.count("series", series.size())
                .count("scored rows", sum(LabelledSeries::rows))
                .count("rows before them", sum(LabelledSeries::warmUp))
                .count("anomalous rows", sum(LabelledSeries::anomalousRows))
                .count("anomalies", sum(one -> one.anomalies().size()))
                .count("anomalies found", found.sequences().found())
                .count(
                        "predicted sequences",
                        model.stream().mapToLong(one -> one.sequences().size()).sum())
                .count("false ones", found.sequences().falseAlarms());
    }

    private long sum(Function<LabelledSeries, Integer> count) {
        return series.stream().mapToLong(count::apply).sum();
    }

    private void byPart(Report report, List<Detection> model) {
        series.stream().map(LabelledSeries::part).distinct().forEach(part -> {
            DetectorMetrics found = DetectorMetrics.of(model.stream()
                    .filter(one -> one.series().part().equals(part))
                    .toList());
            protocol.metrics().forEach(metric -> report.part(part, metric.name(), metric.compute(found)));
        });
    }

    /** Reports the baselines, and returns the verdict on the model beside them. */
    private SeriesVerdict baselines(Report report, DetectorMetrics model) {
        SeriesVerdict verdict = new SeriesVerdict(protocol.headline(), model);
        SplittableRandom random = new SplittableRandom(SEED);
        verdict.baseline(
                "random",
                "random scores",
                baseline(report, "random", one -> Detection.byChance(one, random, threshold)));
        baseline(report, "always", Detection::always);
        for (double least : protocol.deviations()) {
            String name = "z" + Math.round(least);
            verdict.baseline(
                    name,
                    "an alert from " + Math.round(least) + " standard deviations",
                    baseline(report, name, one -> Detection.byDeviation(one, least)));
        }
        double atEqualRate = DetectorMetrics.of(series.stream()
                        .map(one -> Detection.byDeviation(one, Double.POSITIVE_INFINITY))
                        .toList())
                .pooled()
                .thresholdOfFalseAlarmRate(model.points().falseAlarmRate());
        verdict.baseline(
                "z.far",
                "an alert from a number of standard deviations, chosen for the model's share of false rows",
                baseline(report, "z.far", one -> Detection.byDeviation(one, atEqualRate)));
        return verdict;
    }

    /** Reports a baseline, and returns its metrics. */
    private DetectorMetrics baseline(Report report, String name, Function<LabelledSeries, Detection> detector) {
        DetectorMetrics found = DetectorMetrics.of(series.stream().map(detector).toList());
        protocol.metrics().forEach(metric -> report.baseline(name, metric.name(), metric.compute(found)));
        return found;
    }

    private void define(Report report) {
        report.define(
                        "random",
                        "random scores, uniform in [0, 1), seed " + SEED + "; an alert where the score reaches "
                                + threshold + ", the model's threshold")
                .define("always", "an alert at every row");
        String z = "the largest |z| of a row's columns (telemanom: of the first column that the model receives), with"
                + " the mean and the standard deviation of the rows before the scored ones";
        for (double least : protocol.deviations()) {
            report.define("z" + Math.round(least), z + "; an alert where |z| is at least " + Math.round(least));
        }
        report.define(
                "z.far",
                z + "; an alert from the least |z| at which the share of normal rows with an alert does not"
                        + " exceed the model's");
    }
}
