package io.sluice.offline.evaluation.text;

import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.Tweet;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.evaluation.run.TextEvents;
import io.sluice.offline.training.text.ClassificationMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Evaluates a model on independent texts. Each text has its own key. */
@Internal
public final class LabelledTextEvaluation implements Evaluation {
    private final List<LabelledText> texts;
    private final Labels labels;
    private final TextEvents events;

    /** Reads the texts. */
    public LabelledTextEvaluation(Path data, Manifest manifest) {
        this.events = new TextEvents(manifest);
        this.labels = new Labels(manifest);
        this.texts = LabelledTexts.read(data, labels);
    }

    private LabelledTextEvaluation(TextEvents events, Labels labels, List<LabelledText> texts) {
        this.events = events;
        this.labels = labels;
        this.texts = texts;
    }

    /**
     * Takes texts that were read before.
     *
     * @throws EvaluationException if a label is none of the model's
     */
    static LabelledTextEvaluation of(List<Tweet> texts, Path data, Manifest manifest) {
        TextEvents events = new TextEvents(manifest);
        Labels labels = new Labels(manifest);
        return new LabelledTextEvaluation(
                events,
                labels,
                texts.stream()
                        .map(text -> new LabelledText(
                                labels.resolve(text.label(), data + ", line " + text.line()), text.text()))
                        .toList());
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        List<KeyEvents> keys = new ArrayList<>();
        for (int row = 0; row < texts.size(); row++) {
            keys.add(new KeyEvents(key(row), List.of(events.event(texts.get(row).text()))));
        }
        Map<String, List<TextOutcome>> outcomes = scoring.score(keys, TextOutcome::read, TextOutcome::refused);
        TextOutcome.requireAny(outcomes, report.subject());
        ClassificationMetrics metrics = new ClassificationMetrics();
        long refused = 0;
        long unsure = 0;
        for (int row = 0; row < texts.size(); row++) {
            TextOutcome outcome = Objects.requireNonNull(outcomes.get(key(row))).get(0);
            outcome.text().count(texts.get(row).label(), metrics);
            refused += outcome.isRefused() ? 1 : 0;
            unsure += outcome.unsure() ? 1 : 0;
        }
        report.split("all rows, each from a fresh state")
                .withoutChance()
                .count("texts", texts.size())
                .count("refused", refused)
                .count("unsure", unsure);
        report.define("accuracy", ClassificationMetrics.ACCURACY)
                .metric("accuracy", metrics.accuracy())
                .baseline("majority", "accuracy", metrics.majority());
        report.define("majority", ClassificationMetrics.MAJORITY);
        report.define("macro_f1", ClassificationMetrics.MACRO_F1).metric("macro_f1", metrics.macroF1(labels.names()));
        report.define("calibration_error", ClassificationMetrics.CALIBRATION_ERROR)
                .metric("calibration_error", metrics.calibrationError());
        TextVerdict.add(report, texts.size(), "text");
        ClassificationPlots.add(report, metrics);
    }

    private static String key(int row) {
        return "row-" + row;
    }
}
