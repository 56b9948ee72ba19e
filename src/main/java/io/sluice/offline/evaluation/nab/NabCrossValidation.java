package io.sluice.offline.evaluation.nab;

import io.sluice.Internal;
import io.sluice.offline.evaluation.report.BestBaseline;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.training.loop.TrainingListener;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Evaluates a sensor recipe on NAB with everything cross-validated over series: the weights, the scorer's constants and
 * the threshold.
 *
 * <p>Series i, in the order of their names, is in fold i modulo K. Each fold is scored by a model that was trained on
 * all other folds. The constants and the threshold for the fold are those that score best on the other folds. So a
 * fold's own labels have no influence on its score. Its readings have: the models that score the other folds were
 * trained on them, and the constants are chosen on these folds. Training never uses a label.
 */
@Internal
public final class NabCrossValidation {
    private static final String STANDARD = NabProfile.STANDARD.metric();

    private final List<NabSeries> corpus;
    private final NabOutputs outputs;
    private final FoldModels models;
    private final TrainingListener listener;

    public NabCrossValidation(
            List<NabSeries> corpus, NabOutputs outputs, FoldModels models, TrainingListener listener) {
        this.corpus = corpus;
        this.outputs = outputs;
        this.models = models;
        this.listener = listener;
    }

    /** Trains and scores all folds, and adds the results to the report. */
    public void run(Report report) {
        NabEvaluation.PROFILES.forEach(profile -> NabEvaluation.define(report, profile));
        report.define(
                        STANDARD + ".fold_least",
                        "the lowest score of a fold; fold_mean is the mean over the folds and fold_most the highest")
                .define(
                        STANDARD + ".rarity_0.9",
                        "the same with 0.9 of the chosen rarity (in orders of magnitude); rarity_1.1 with 1.1 of it")
                .count("series", corpus.size())
                .count(
                        "windows",
                        corpus.stream().mapToLong(s -> s.windows().size()).sum())
                .count("folds", models.folds());
        Map<String, List<NabRow>> rows = new HashMap<>();
        IntStream.range(0, models.folds()).forEach(fold -> rows.putAll(models.rows(fold)));
        for (NabVariant variant : NabVariant.values()) {
            evaluate(variant, new ScorerTuning(variant, outputs.deviations(), rows), report);
        }
        verdict(report);
    }

    private void verdict(Report report) {
        report.verdict(String.format(
                Locale.ROOT,
                "NAB's standard score is %.1f, cross-validated over %d folds. 100 is perfect, and 0 is no alarm at all.",
                Objects.requireNonNull(report.metrics().get(STANDARD)),
                models.folds()));
        BestBaseline.of(report.baselines(), STANDARD)
                .ifPresent(best -> report.verdict(String.format(
                        Locale.ROOT, "The best other variant of the model, %s, has %.1f.", best.name(), best.value())));
    }

    private void evaluate(NabVariant variant, ScorerTuning tuning, Report report) {
        List<ScorerConstants> chosen = IntStream.range(0, models.folds())
                .mapToObj(fold -> tuning.best(others(fold)))
                .toList();
        Map<String, BitSet> alarms = alarms(tuning, chosen, 1);
        Map<String, Double> metrics = metrics(alarms);
        listener.say(String.format(Locale.ROOT, "%s: %s %.2f", variant.label(), STANDARD, metrics.get(STANDARD)));
        if (variant != outputs.variant()) {
            metrics.forEach((metric, value) -> report.baseline(variant.label(), metric, value));
            return;
        }
        metrics.forEach(report::metric);
        for (double factor : List.of(0.9, 1.1)) {
            report.metric(STANDARD + ".rarity_" + factor, standard(corpus, alarms(tuning, chosen, factor)));
        }
        NabEvaluation.byCategory(corpus)
                .forEach((category, series) -> report.part(category, STANDARD, standard(series, alarms)));
        for (int fold = 0; fold < models.folds(); fold++) {
            String name = "fold " + (fold + 1);
            report.part(name, STANDARD, standard(models.series(fold), alarms))
                    .about("chosen for " + name, chosen.get(fold).toString());
        }
        report.about("chosen on all folds", tuning.best(corpus).toString());
    }

    private List<NabSeries> others(int fold) {
        List<NabSeries> heldOut = models.series(fold);
        return corpus.stream().filter(one -> !heldOut.contains(one)).toList();
    }

    /**
     * Returns the alarms of all series with the constants of their folds, where the rarity is multiplied by a factor.
     */
    private Map<String, BitSet> alarms(ScorerTuning tuning, List<ScorerConstants> chosen, double factor) {
        Map<String, BitSet> alarms = new HashMap<>();
        for (int fold = 0; fold < models.folds(); fold++) {
            Map<String, BitSet> all = tuning.alarms(chosen.get(fold).withRarityTimes(factor));
            models.series(fold).forEach(one -> alarms.put(one.name(), all.getOrDefault(one.name(), new BitSet())));
        }
        return alarms;
    }

    /** Returns the scores of the three profiles, and the spread of the standard profile's score over the folds. */
    private Map<String, Double> metrics(Map<String, BitSet> alarms) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        NabEvaluation.PROFILES.forEach(
                profile -> metrics.put(profile.metric(), NabScore.ofAlarms(profile, corpus, alarms)));
        DoubleSummaryStatistics spread = IntStream.range(0, models.folds())
                .mapToDouble(fold -> standard(models.series(fold), alarms))
                .summaryStatistics();
        metrics.put(STANDARD + ".fold_least", spread.getMin());
        metrics.put(STANDARD + ".fold_mean", spread.getAverage());
        metrics.put(STANDARD + ".fold_most", spread.getMax());
        return metrics;
    }

    private static double standard(List<NabSeries> series, Map<String, BitSet> alarms) {
        return NabScore.ofAlarms(NabProfile.STANDARD, series, alarms);
    }
}
