package io.sluice.offline.evaluation.text;

import io.sluice.offline.Plural;
import io.sluice.offline.evaluation.report.BestBaseline;
import io.sluice.offline.evaluation.report.Report;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The sentences that open a report on texts: the accuracy of the model beside that of the baselines. */
final class TextVerdict {
    private static final String ACCURACY = "accuracy";
    private static final String MAJORITY = "majority";

    private TextVerdict() {}

    /**
     * Adds the sentences to a report that has the accuracy of the model and of the baseline {@code majority}.
     *
     * @param noun the word for a text, in the singular
     */
    static void add(Report report, long texts, String noun) {
        Map<String, Map<String, Double>> baselines = report.baselines();
        double majority = Objects.requireNonNull(
                Objects.requireNonNull(baselines.get(MAJORITY)).get(ACCURACY));
        report.verdict(
                percent(Objects.requireNonNull(report.metrics().get(ACCURACY))) + " of " + Plural.format(texts, noun)
                        + " got the right label. The most frequent label (" + MAJORITY + ") is right for "
                        + percent(majority) + ".");
        BestBaseline.of(baselines, ACCURACY)
                .filter(best -> !best.name().equals(MAJORITY))
                .ifPresent(best -> report.verdict(
                        "The best baseline, " + best.name() + ", is right for " + percent(best.value()) + "."));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
