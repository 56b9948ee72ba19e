package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.ScoringRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * Scores the Numenta Anomaly Benchmark on {@code anomaly.score}: a series is a key, a row an event, one threshold for
 * the whole corpus. Beside the model stand a detector of random scores and one that always calls alarm.
 */
@Internal
public final class NabEvaluation implements Evaluation {
    static final List<NabProfile> PROFILES =
            List.of(NabProfile.STANDARD, NabProfile.LOW_FALSE_POSITIVES, NabProfile.LOW_FALSE_NEGATIVES);
    private static final long SEED = 1;

    private final List<NabSeries> corpus;
    private final double threshold;

    /**
     * Reads the corpus.
     *
     * @param threshold the model's own, fixed beforehand
     */
    public NabEvaluation(Path folder, double threshold) {
        this.corpus = NabCorpus.read(folder);
        this.threshold = threshold;
        if (windows() == 0) {
            throw new EvaluationException(folder + " has no labelled window; there is nothing to score");
        }
    }

    private long windows() {
        return corpus.stream().mapToLong(series -> series.windows().size()).sum();
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        define(report);
        Map<String, List<ScoredRow>> rows =
                scoring.score(corpus.stream().map(NabSeries::keyed).toList(), ScoredRow::of, ScoredRow.REFUSED);
        Map<String, List<Double>> scores = new HashMap<>();
        rows.forEach((name, scored) ->
                scores.put(name, scored.stream().map(ScoredRow::score).toList()));
        report.split(
                        "the rows of each labelled series after its probation (the first 15 %, at most 750), which go before,"
                                + " through the same state, and are not scored")
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
            best(report, profile, model);
            NabScore byChance = score(profile, corpus, random);
            report.baseline("random", profile.metric(), byChance.at(threshold))
                    .baseline("random", bestOf(profile), byChance.best().score())
                    .baseline(
                            "always",
                            profile.metric(),
                            score(profile, corpus, always).at(threshold));
        }
        byCategory(corpus)
                .forEach((category, series) -> report.part(
                        category,
                        NabProfile.STANDARD.metric(),
                        score(NabProfile.STANDARD, series, scores).at(threshold)));
        new NabPlots(corpus, rows, threshold).addTo(report);
    }

    private static void define(Report report) {
        report.define("random", "a score by chance, uniform in [0, 1), seed " + SEED)
                .define("always", "an alarm at every row");
    }

    static void define(Report report, NabProfile profile) {
        report.define(
                        profile.metric(),
                        "NAB's score at the model's threshold, weights "
                                + profile.truePositive() + " / " + profile.falsePositive() + " / "
                                + profile.falseNegative()
                                + " (window hit, false alarm, window missed); 0 is no alarm, 100"
                                + " an alarm at the first row of every window and no other")
                .define(
                        bestOf(profile),
                        "the same at the threshold that is best for this corpus, as NAB's board has it");
    }

    private static String bestOf(NabProfile profile) {
        return profile.metric() + ".best";
    }

    private static void best(Report report, NabProfile profile, NabScore model) {
        NabScore.AtThreshold best = model.best();
        report.metric(bestOf(profile), best.score());
        report.about(bestOf(profile) + ".threshold", Double.isInfinite(best.threshold()) ? "none" : best.threshold());
    }

    private static NabScore score(NabProfile profile, List<NabSeries> series, Map<String, List<Double>> scores) {
        NabScore score = new NabScore(profile);
        series.forEach(one -> score.add(one, scores.getOrDefault(one.name(), List.of())));
        return score;
    }

    /** The series of each category that has windows. */
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
