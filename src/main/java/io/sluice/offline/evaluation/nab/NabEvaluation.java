package io.sluice.offline.evaluation.nab;

import io.sluice.Internal;
import io.sluice.offline.evaluation.report.BestBaseline;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.evaluation.series.ScoredRow;
import io.sluice.offline.evaluation.series.VusPr;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Evaluates {@code anomaly.score} and incidents on the Numenta Anomaly Benchmark. A series is a key, a row is an event,
 * and one threshold applies to the whole corpus. The baselines are random scores and an alarm at every row.
 */
@Internal
public final class NabEvaluation implements Evaluation {
    static final List<NabProfile> PROFILES =
            List.of(NabProfile.STANDARD, NabProfile.LOW_FALSE_POSITIVES, NabProfile.LOW_FALSE_NEGATIVES);
    private static final long SEED = 1;

    private final List<NabSeries> corpus;
    private final double threshold;
    private final PicturedSeries pictured;

    /**
     * Reads the corpus.
     *
     * @param threshold the model's own threshold, which the data does not influence
     * @throws EvaluationException if a file or a pictured series is missing, or no window is labelled
     */
    public NabEvaluation(Path folder, double threshold, PicturedSeries pictured) {
        this.corpus = NabCorpus.read(folder);
        this.threshold = threshold;
        this.pictured = pictured;
        pictured.requireAmong(corpus.stream().map(NabSeries::name).toList());
        if (windows() == 0) {
            throw new EvaluationException(folder + " has no labelled window, so there is nothing to score");
        }
    }

    private long windows() {
        return corpus.stream().mapToLong(series -> series.windows().size()).sum();
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        define(report);
        Map<String, List<ScoredRow>> rows =
                scoring.score(corpus.stream().map(NabSeries::keyed).toList(), ScoredRow::read, ScoredRow.REJECTED);
        Map<String, List<Double>> scores = perRow(rows, ScoredRow::score);
        Map<String, List<Double>> opened = perRow(rows, row -> row.opened() ? 1 : 0);
        report.split("the rows of each labelled series after its probation, which is the first 15 % of the rows,"
                        + " at most 750; the rows of the probation advance the state but are not scored")
                .about("threshold", threshold)
                .about("seed", SEED)
                .count("series", corpus.size())
                .count("rows", corpus.stream().mapToLong(s -> s.events().size()).sum())
                .count("windows", windows());
        Map<String, List<Double>> random = random();
        Map<String, List<Double>> always = always();
        for (NabProfile profile : PROFILES) {
            define(report, profile);
            NabScore model = score(profile, corpus, scores);
            report.metric(profile.metric(), model.at(threshold));
            addBest(report, profile, model);
            report.metric(incidentsOf(profile), score(profile, corpus, opened).at(1));
            NabScore byChance = score(profile, corpus, random);
            report.baseline("random", profile.metric(), byChance.at(threshold))
                    .baseline("random", bestOf(profile), byChance.best().score())
                    .baseline(
                            "always",
                            profile.metric(),
                            score(profile, corpus, always).at(threshold));
        }
        NabVolumes volumes = new NabVolumes(corpus);
        report.define(VusPr.NAME, VusPr.DEFINITION + " the mean over the series that have a window")
                .metric(VusPr.NAME, volumes.of(scores))
                .baseline("random", VusPr.NAME, volumes.of(random))
                .baseline("always", VusPr.NAME, volumes.of(always));
        byCategory(corpus)
                .forEach((category, series) -> report.part(
                        category,
                        NabProfile.STANDARD.metric(),
                        score(NabProfile.STANDARD, series, scores).at(threshold)));
        verdict(report);
        new NabPlots(corpus, rows, threshold).addTo(report, pictured);
    }

    private static void verdict(Report report) {
        String metric = NabProfile.STANDARD.metric();
        report.verdict(String.format(
                Locale.ROOT,
                "NAB's standard score is %.1f. 100 is perfect, and 0 is no alarm at all.",
                Objects.requireNonNull(report.metrics().get(metric))));
        BestBaseline.of(report.baselines(), metric)
                .ifPresent(best -> report.verdict(
                        String.format(Locale.ROOT, "The best baseline, %s, has %.1f.", best.name(), best.value())));
    }

    private static void define(Report report) {
        report.define("random", "random scores, uniform in [0, 1), seed " + SEED)
                .define("always", "an alarm at every row");
    }

    static void define(Report report, NabProfile profile) {
        report.define(
                        profile.metric(),
                        "NAB's score at the model's threshold, weights "
                                + profile.truePositive() + " / " + profile.falsePositive() + " / "
                                + profile.falseNegative()
                                + " (window hit, false alarm, window missed); 0 is no alarm at all, 100 is an alarm at"
                                + " the first row of every window and nowhere else")
                .define(bestOf(profile), "the same at the best threshold for this corpus, as on the NAB scoreboard")
                .define(
                        incidentsOf(profile),
                        "the same with an alarm at each row that opens an incident, and nowhere else");
    }

    private static Map<String, List<Double>> perRow(
            Map<String, List<ScoredRow>> rows, ToDoubleFunction<ScoredRow> number) {
        Map<String, List<Double>> numbers = new HashMap<>();
        rows.forEach((name, scored) ->
                numbers.put(name, scored.stream().mapToDouble(number).boxed().toList()));
        return numbers;
    }

    private static String incidentsOf(NabProfile profile) {
        return profile.metric() + ".incidents";
    }

    private static String bestOf(NabProfile profile) {
        return profile.metric() + ".best";
    }

    private static void addBest(Report report, NabProfile profile, NabScore model) {
        NabScore.AtThreshold best = model.best();
        report.metric(bestOf(profile), best.score());
        report.about(bestOf(profile) + ".threshold", Double.isInfinite(best.threshold()) ? "none" : best.threshold());
    }

    private static NabScore score(NabProfile profile, List<NabSeries> series, Map<String, List<Double>> scores) {
        NabScore score = new NabScore(profile);
        series.forEach(one -> score.add(one, scores.getOrDefault(one.name(), List.of())));
        return score;
    }

    /** Returns the series of each category that has windows. */
    static Map<String, List<NabSeries>> byCategory(List<NabSeries> corpus) {
        Map<String, List<NabSeries>> categories = new TreeMap<>();
        corpus.forEach(series -> categories
                .computeIfAbsent(series.category(), unused -> new ArrayList<>())
                .add(series));
        categories.values().removeIf(series -> series.stream()
                .allMatch(one -> one.windows().isEmpty()));
        return categories;
    }

    private Map<String, List<Double>> random() {
        SplittableRandom random = new SplittableRandom(SEED);
        return scores(random::nextDouble);
    }

    private Map<String, List<Double>> always() {
        return scores(() -> 1);
    }

    private Map<String, List<Double>> scores(DoubleSupplier score) {
        Map<String, List<Double>> scores = new HashMap<>();
        for (NabSeries series : corpus) {
            List<Double> rows = new ArrayList<>();
            for (int i = 0; i < series.events().size(); i++) {
                rows.add(score.getAsDouble());
            }
            scores.put(series.name(), rows);
        }
        return scores;
    }
}
