package io.sluice.offline.evaluation.text;

import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.evaluation.run.TextEvents;
import io.sluice.offline.training.text.ClassificationMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Evaluates a model on documents that it reads line by line. A file is a key, a line is an event, and the name of the
 * folder is the label. The result is {@code running} after the last line. Two baselines use the same model with a fresh
 * state for every line: the last line alone, and the mean of all lines.
 */
@Internal
public final class LabelledDocumentEvaluation implements Evaluation {
    private static final int PARTS = 10;
    private static final String ACCURACY = "accuracy";

    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final Labels labels;
    private final TextEvents events;

    private record Document(String label, List<String> lines) {}

    /** Reads the folders {@code pos} and {@code neg}, or other folders that are named by label. */
    public LabelledDocumentEvaluation(Path data, Manifest manifest) {
        this.events = new TextEvents(manifest);
        this.labels = new Labels(manifest);
        if (!Files.isDirectory(data)) {
            throw new EvaluationException(
                    data + " is a file; give a folder with a folder for each label, such as pos and neg");
        }
        for (Path folder : children(data)) {
            if (Files.isDirectory(folder)) {
                String label = labels.resolve(String.valueOf(folder.getFileName()), folder.toString());
                children(folder).forEach(file -> read(data, file, label));
            }
        }
        if (documents.isEmpty()) {
            throw new EvaluationException(
                    data + " has no documents; it needs a folder for each label, such as pos and neg");
        }
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new EvaluationException(folder + " cannot be listed: " + e, e);
        }
    }

    private void read(Path data, Path file, String label) {
        List<String> lines = LabelledTexts.lines(file).stream()
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.isEmpty()) {
            throw new EvaluationException(file + " has no line with text; remove it");
        }
        documents.put(data.relativize(file).toString(), new Document(label, lines));
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        report.split("all documents, each from a fresh state")
                .withoutChance()
                .count("documents", documents.size())
                .count(
                        "lines",
                        documents.values().stream()
                                .mapToLong(d -> d.lines.size())
                                .sum());
        report.define(
                ACCURACY,
                "the share of documents whose running label after the last line is right; the parts give the"
                        + " share after a part of the lines, rounded up; \"last line\" is the same model with a fresh"
                        + " state at every line; \"mean of lines\" takes the mean probabilities of all such lines");
        withState(scoring, report);
        withoutState(scoring, report);
        TextVerdict.add(report, documents.size(), "document");
    }

    private void withState(ScoringRun scoring, Report report) {
        List<KeyEvents> keys = new ArrayList<>();
        documents.forEach((name, document) -> keys.add(
                new KeyEvents(name, document.lines.stream().map(events::event).toList())));
        Map<String, List<TextOutcome>> outcomes = scoring.score(keys, TextOutcome::read, TextOutcome::refused);
        TextOutcome.requireAny(outcomes, report.subject());
        List<Point> read = new ArrayList<>();
        for (int part = 1; part <= PARTS; part++) {
            ClassificationMetrics metrics = new ClassificationMetrics();
            for (Map.Entry<String, Document> document : documents.entrySet()) {
                List<TextOutcome> lines = Objects.requireNonNull(outcomes.get(document.getKey()));
                TextOutcome last = lines.get(Math.max(1, (lines.size() * part + PARTS - 1) / PARTS) - 1);
                last.running().count(document.getValue().label, metrics);
            }
            report.part(part * 100 / PARTS + " % read", ACCURACY, metrics.accuracy());
            read.add(new Point(part * 100.0 / PARTS, metrics.accuracy()));
            if (part == PARTS) {
                report.metric(ACCURACY, metrics.accuracy())
                        .metric("macro_f1", metrics.macroF1(labels.names()))
                        .metric("calibration_error", metrics.calibrationError())
                        .baseline("majority", ACCURACY, metrics.majority());
                ClassificationPlots.add(report, metrics);
            }
        }
        report.chart("reading", reading(report.subject(), read));
        report.define("majority", ClassificationMetrics.MAJORITY)
                .define("macro_f1", ClassificationMetrics.MACRO_F1)
                .define("calibration_error", ClassificationMetrics.CALIBRATION_ERROR);
    }

    private static Picture reading(String subject, List<Point> read) {
        return new Picture(new Chart(
                        "Accuracy by the share of lines read: " + subject,
                        Axis.of("share of the lines, %", 0, 100),
                        Axis.of("accuracy of running"))
                .line("", Colour.BLUE, read)
                .dots("", Colour.BLUE, read));
    }

    private void withoutState(ScoringRun scoring, Report report) {
        List<KeyEvents> keys = new ArrayList<>();
        documents.forEach((name, document) -> {
            for (int line = 0; line < document.lines.size(); line++) {
                keys.add(new KeyEvents(name + ":" + line, List.of(events.event(document.lines.get(line)))));
            }
        });
        Map<String, List<TextOutcome>> outcomes = scoring.score(keys, TextOutcome::read, TextOutcome::refused);
        ClassificationMetrics last = new ClassificationMetrics();
        ClassificationMetrics mean = new ClassificationMetrics();
        documents.forEach((name, document) -> {
            Map<String, Double> sums = new LinkedHashMap<>();
            for (int line = 0; line < document.lines.size(); line++) {
                TextOutcome outcome =
                        Objects.requireNonNull(outcomes.get(name + ":" + line)).get(0);
                outcome.text().probabilities().forEach((label, share) -> sums.merge(label, share, Double::sum));
                if (line == document.lines.size() - 1) {
                    outcome.running().count(document.label, last);
                }
            }
            mean.add(document.label, likeliest(sums), 0);
        });
        report.baseline("last line", ACCURACY, last.accuracy()).baseline("mean of lines", ACCURACY, mean.accuracy());
    }

    private static String likeliest(Map<String, Double> sums) {
        return sums.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
