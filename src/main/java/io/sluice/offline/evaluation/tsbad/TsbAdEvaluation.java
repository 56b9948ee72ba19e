package io.sluice.offline.evaluation.tsbad;

import io.sluice.Internal;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.dataset.TsbAdFile;
import io.sluice.offline.dataset.TsbAdSeries;
import io.sluice.offline.evaluation.report.BestBaseline;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.evaluation.series.AutocorrelationWindow;
import io.sluice.offline.evaluation.series.VusPr;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Evaluates {@code anomaly.score} on series of the benchmark TSB-AD. A series is a key and a row is an event. A model
 * of one channel receives the first column. A model of several channels receives the columns in their order.
 *
 * <p>The baselines are the model's {@code anomaly.surprise}, the deviation |z| of the first column from all earlier
 * rows, and random scores. All of them are causal: the score of a row depends on no later row.
 */
@Internal
public final class TsbAdEvaluation implements Evaluation {
    private static final long SEED = 1;

    private final Path data;
    private final Manifest manifest;
    private final int channels;
    private final PicturedSeries pictured;
    private final List<TsbAdFile> files;
    private final List<TsbAdSeries> series;
    private final List<Integer> windows;

    /**
     * Reads the series.
     *
     * @throws EvaluationException if the model's number of channels is neither 1 nor the number of columns, or a
     *     pictured series is missing
     */
    public TsbAdEvaluation(EvaluationRequest request) {
        this.data = request.data();
        this.manifest = request.anomalyManifest();
        this.channels = request.channels();
        this.pictured = request.pictured();
        this.files = TsbAdFile.list(data);
        pictured.requireAmong(files.stream().map(TsbAdFile::name).toList());
        files.forEach(this::requireColumns);
        this.series = files.stream().map(file -> file.read(channels)).toList();
        this.windows = series.stream()
                .map(one -> AutocorrelationWindow.of(one.readings().column(0, 0)))
                .toList();
    }

    private void requireColumns(TsbAdFile file) {
        int columns = file.columns().size();
        if (channels != 1 && channels != columns) {
            throw new EvaluationException("model " + manifest.name() + " has " + channels + " channels; " + file.name()
                    + " has " + columns + " columns " + file.columns()
                    + "; use a model of " + columns + " channels, or a model of 1 channel, which receives the first"
                    + " column");
        }
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        TsbAdRun run = new TsbAdRun(manifest, channels, scoring);
        List<ModelScores> scored = run.score(series);
        DetectorScores model = detector(i -> scored.get(i).scores());
        report.split(split()).about("seed", SEED);
        count(report);
        report.note(String.format(
                Locale.ROOT,
                "time: %.1f microseconds an event, measured once, with JSON, model and scorer",
                run.nanos() / 1e3 / sum(one -> one.readings().rows())));
        DetectorScores.define(report::define);
        model.measure(report::metric);
        bySeries(report, model);
        baseline(report, "surprise", "the model's anomaly.surprise", detector(i -> scored.get(i)
                .surprises()));
        baseline(
                report,
                "z",
                "|z| of the first column, with the mean and the standard deviation of all earlier rows; 0 if these"
                        + " never vary",
                detector(this::deviations));
        SplittableRandom random = new SplittableRandom(SEED);
        baseline(report, "random", "random scores, uniform in [0, 1), seed " + SEED, detector(i -> random.doubles(
                        series.get(i).readings().rows())
                .toArray()));
        Map<String, Double> published = PublishedMethods.means(
                data, series.stream().map(TsbAdSeries::name).toList());
        verdict(report, published);
        if (!published.isEmpty()) {
            report.published(VusPr.NAME, published);
        }
        report.picture("series", new TsbAdPicture(series, scored, model).picture(report.subject(), pictured));
    }

    private void verdict(Report report, Map<String, Double> published) {
        report.verdict(String.format(
                Locale.ROOT,
                "The score ranks anomalous rows with a VUS-PR of %.3f over %s. 1 is perfect.",
                Objects.requireNonNull(report.metrics().get(VusPr.NAME)),
                series.size() + " series"));
        BestBaseline.of(report.baselines(), VusPr.NAME)
                .ifPresent(best -> report.verdict(
                        String.format(Locale.ROOT, "The best baseline, %s, has %.3f.", best.name(), best.value())));
        published.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .ifPresent(best -> report.verdict(String.format(
                        Locale.ROOT, "The best published method, %s, has %.3f.", best.getKey(), best.getValue())));
    }

    private String split() {
        return "every row of each series, the train rows too; a row that the scorer does not judge yet counts as 0."
                + " No row is scored with later rows. "
                + (channels == 1
                        ? "The model receives the first column of each series alone"
                        : "The model's channels receive the columns in their order");
    }

    private void count(Report report) {
        report.count("series", series.size())
                .count(
                        "series of several columns",
                        files.stream().filter(file -> file.columns().size() > 1).count())
                .count("rows", sum(one -> one.readings().rows()))
                .count("train rows", sum(TsbAdSeries::trainRows))
                .count("rows with a missing cell, left out", sum(TsbAdSeries::missing))
                .count("events", sum(one -> one.anomalies().size()))
                .count("anomalous rows", sum(one -> one.anomalies().stream()
                        .mapToLong(RowRange::count)
                        .sum()))
                .count("bytes of state a key", new ServingModel(manifest, 0).stateBytes(EngineSettings.DEFAULTS));
    }

    private long sum(ToLongFunction<TsbAdSeries> count) {
        return series.stream().mapToLong(count).sum();
    }

    private DetectorScores detector(IntFunction<double[]> scores) {
        return new DetectorScores(IntStream.range(0, series.size())
                .mapToObj(i -> new SeriesScores(
                        series.get(i).anomalies(), series.get(i).trainRows(), windows.get(i), scores.apply(i)))
                .toList());
    }

    private double[] deviations(int index) {
        RunningDeviation deviation = new RunningDeviation();
        return series.get(index).readings().column(0, 0).stream()
                .mapToDouble(deviation::next)
                .toArray();
    }

    private static void baseline(Report report, String name, String definition, DetectorScores detector) {
        report.define(name, definition);
        detector.measure((metric, value) -> report.baseline(name, metric, value));
    }

    private void bySeries(Report report, DetectorScores model) {
        for (int i = 0; i < series.size(); i++) {
            report.series(series.get(i).name(), "window", windows.get(i));
            report.series(series.get(i).name(), VusPr.NAME, model.of(i).vusPr());
        }
        series.stream().map(TsbAdSeries::source).distinct().forEach(source -> partOf(model, source)
                .measure((metric, value) -> report.part(source, metric, value)));
    }

    /** Returns the scores of the series of a source. */
    private DetectorScores partOf(DetectorScores model, String source) {
        return new DetectorScores(IntStream.range(0, series.size())
                .filter(i -> series.get(i).source().equals(source))
                .mapToObj(model::of)
                .toList());
    }
}
