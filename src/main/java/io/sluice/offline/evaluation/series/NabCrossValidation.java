package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.training.loop.TrainingListener;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How well a sensor recipe detects on NAB where everything is cross-validated over series: the weights, the scorer's
 * constants, the threshold.
 *
 * <p>Series i, in the order of the names, is in fold i modulo K. Each fold is scored by a model of the recipe that saw
 * all other folds; then constants and threshold are chosen for it by how the other folds score. So a fold's labels have
 * no part in anything that it is scored with. Its readings have one, through the weights of the models that score the
 * folds which its constants are chosen on; training never sees a label.
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

    public void run(Report report) {
        NabEvaluation.PROFILES.forEach(profile -> NabEvaluation.define(report, profile));
        report.define(STANDARD + ".fold_least", "the same of the fold where it is least; mean and most likewise")
                .define(
                        STANDARD + ".rarity_0.9",
                        "the same where an alarm takes 0.9 of the chosen rarity, in orders of magnitude; 1.1 likewise")
                .count("series", corpus.size())
                .count(
                        "windows",
                        corpus.stream().mapToLong(s -> s.windows().size()).sum())
                .count("folds", models.folds());
        Map<String, List<NabRow>> rows = new HashMap<>();
        IntStream.range(0, models.folds()).forEach(fold -> rows.putAll(models.rows(fold)));
        for (NabVariant variant : NabVariant.values()) {
            judge(variant, new JudgedSeries(variant, outputs.deviations(), rows), report);
        }
    }

    private void judge(NabVariant variant, JudgedSeries judged, Report report) {
        List<ScorerConstants> chosen = IntStream.range(0, models.folds())
                .mapToObj(fold -> judged.best(others(fold)))
                .toList();
        Map<String, BitSet> alarms = alarms(judged, chosen, 1);
        Map<String, Double> figures = figures(alarms);
        listener.say(String.format(Locale.ROOT, "%s: %s %.2f", variant.label(), STANDARD, figures.get(STANDARD)));
        if (variant != outputs.variant()) {
            figures.forEach((figure, value) -> report.baseline(variant.label(), figure, value));
            return;
        }
        figures.forEach(report::metric);
        for (double times : List.of(0.9, 1.1)) {
            report.metric(STANDARD + ".rarity_" + times, standard(corpus, alarms(judged, chosen, times)));
        }
        NabEvaluation.byCategory(corpus)
                .forEach((category, series) -> report.part(category, STANDARD, standard(series, alarms)));
        for (int fold = 0; fold < models.folds(); fold++) {
            String name = "fold " + (fold + 1);
            report.part(name, STANDARD, standard(models.series(fold), alarms))
                    .about("chosen for " + name, chosen.get(fold).toString());
        }
        report.about("chosen on all folds", judged.best(corpus).toString());
    }

    private List<NabSeries> others(int fold) {
        List<NabSeries> held = models.series(fold);
        return corpus.stream().filter(one -> !held.contains(one)).toList();
    }

    /** Alarms in all series, each by what was chosen for its fold, with {@code times} as much rarity for an alarm. */
    private Map<String, BitSet> alarms(JudgedSeries judged, List<ScorerConstants> chosen, double times) {
        Map<String, BitSet> alarms = new HashMap<>();
        for (int fold = 0; fold < models.folds(); fold++) {
            Map<String, BitSet> all = judged.alarms(chosen.get(fold).times(times));
            models.series(fold).forEach(one -> alarms.put(one.name(), all.getOrDefault(one.name(), new BitSet())));
        }
        return alarms;
    }

    /** The three profiles' scores, and the spread of the first over folds. */
    private Map<String, Double> figures(Map<String, BitSet> alarms) {
        Map<String, Double> figures = new LinkedHashMap<>();
        NabEvaluation.PROFILES.forEach(
                profile -> figures.put(profile.metric(), NabScore.ofAlarms(profile, corpus, alarms)));
        DoubleSummaryStatistics spread = IntStream.range(0, models.folds())
                .mapToDouble(fold -> standard(models.series(fold), alarms))
                .summaryStatistics();
        figures.put(STANDARD + ".fold_least", spread.getMin());
        figures.put(STANDARD + ".fold_mean", spread.getAverage());
        figures.put(STANDARD + ".fold_most", spread.getMax());
        return figures;
    }

    private static double standard(List<NabSeries> series, Map<String, BitSet> alarms) {
        return NabScore.ofAlarms(NabProfile.STANDARD, series, alarms);
    }
}
