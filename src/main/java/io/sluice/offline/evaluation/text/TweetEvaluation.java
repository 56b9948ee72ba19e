package io.sluice.offline.evaluation.text;

import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.Tweet;
import io.sluice.offline.dataset.Tweets;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.evaluation.run.TextEvents;
import io.sluice.offline.training.text.ClassificationMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Evaluates a model on messages of authors, in order of time. An author is a key and a message is an event. The
 * baselines are the same model with a fresh state for every message, and two guesses that do not read the text.
 */
@Internal
public final class TweetEvaluation implements Evaluation {
    private static final String ACCURACY = "accuracy";
    private static final String MACRO_F1 = "macro_f1";
    private static final String RUNNING = "running.";
    private static final String FRESH = "fresh state";

    private final Map<String, List<Tweet>> byAuthor;
    private final Labels labels;
    private final TextEvents events;
    private final String majority;

    /** Reads a CSV file, or the only CSV file of a folder. */
    public TweetEvaluation(Path data, Manifest manifest) {
        this(Tweets.file(data), Tweets.read(Tweets.file(data)), manifest);
    }

    /** Takes the messages of a file, in order of time. */
    TweetEvaluation(Path file, List<Tweet> read, Manifest manifest) {
        this.events = new TextEvents(manifest);
        this.labels = new Labels(manifest);
        requireLabels(file, manifest, read);
        List<Tweet> tweets =
                read.stream().map(tweet -> withModelLabel(tweet, file)).toList();
        this.byAuthor =
                tweets.stream().collect(Collectors.groupingBy(Tweet::user, LinkedHashMap::new, Collectors.toList()));
        this.majority = labels.names().stream()
                .max(Comparator.comparing(label -> tweets.stream()
                        .filter(tweet -> tweet.label().equals(label))
                        .count()))
                .orElseThrow();
    }

    private void requireLabels(Path file, Manifest manifest, List<Tweet> tweets) {
        TreeSet<String> found = tweets.stream().map(Tweet::label).collect(Collectors.toCollection(TreeSet::new));
        if (found.size() > labels.names().size()) {
            throw new EvaluationException(file + " has the labels " + found + ", but model " + manifest.name()
                    + " has only " + labels.names() + "; evaluate a model that was trained on these labels");
        }
    }

    private Tweet withModelLabel(Tweet tweet, Path file) {
        String label = labels.resolve(tweet.label(), file + ", line " + tweet.line());
        return new Tweet(tweet.line(), tweet.user(), tweet.time(), label, tweet.text());
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        report.split("all rows in order of time, each author from a fresh state")
                .withoutChance()
                .count("authors", byAuthor.size())
                .count("texts", byAuthor.values().stream().mapToLong(List::size).sum())
                .count(
                        "texts of authors who wrote before",
                        byAuthor.values().stream()
                                .mapToLong(tweets -> tweets.size() - 1)
                                .sum());
        define(report);
        Map<String, List<TextOutcome>> withState = scoring.score(authors(), TextOutcome::read, TextOutcome::refused);
        TextOutcome.requireAny(withState, report.subject());
        Map<String, List<TextOutcome>> fresh = scoring.score(singles(), TextOutcome::read, TextOutcome::refused);
        ClassifierMetrics model = new ClassifierMetrics();
        ClassifierMetrics without = new ClassifierMetrics();
        ClassifierMetrics always = new ClassifierMetrics();
        ClassifierMetrics last = new ClassifierMetrics();
        byAuthor.forEach((author, tweets) -> {
            List<TextOutcome> outcomes = Objects.requireNonNull(withState.get(author));
            for (int i = 0; i < tweets.size(); i++) {
                String truth = tweets.get(i).label();
                model.add(truth, outcomes.get(i), i);
                without.add(
                        truth,
                        Objects.requireNonNull(fresh.get(single(author, i))).get(0),
                        i);
                always.guess(truth, majority);
                last.guess(truth, i == 0 ? majority : tweets.get(i - 1).label());
            }
        });
        model.addTo(report::metric);
        without.addTo((name, value) -> report.baseline(FRESH, name, value));
        always.addGuessTo((name, value) -> report.baseline("majority", name, value));
        last.addGuessTo((name, value) -> report.baseline("author's last label", name, value));
        model.addPartsTo(report, "");
        without.addPartsTo(report, "fresh.");
        TextVerdict.add(report, byAuthor.values().stream().mapToLong(List::size).sum(), "text");
        ClassificationPlots.add(report, model.texts);
    }

    private static void define(Report report) {
        report.define(
                        ACCURACY,
                        ClassificationMetrics.ACCURACY + "; \"" + FRESH + "\" is the same model without the author's"
                                + " earlier texts; \"author's last label\" is the true label of the author's previous"
                                + " text in this data, and the most frequent label for a first text")
                .define(MACRO_F1, ClassificationMetrics.MACRO_F1)
                .define("calibration_error", ClassificationMetrics.CALIBRATION_ERROR)
                .define(
                        RUNNING + "…",
                        "the same for the running label after the text, compared with the label of this text");
    }

    private List<KeyEvents> authors() {
        List<KeyEvents> keys = new ArrayList<>();
        byAuthor.forEach((author, tweets) ->
                keys.add(new KeyEvents(author, tweets.stream().map(this::event).toList())));
        return keys;
    }

    private List<KeyEvents> singles() {
        List<KeyEvents> keys = new ArrayList<>();
        byAuthor.forEach((author, tweets) -> {
            for (int i = 0; i < tweets.size(); i++) {
                keys.add(new KeyEvents(single(author, i), List.of(event(tweets.get(i)))));
            }
        });
        return keys;
    }

    private static String single(String author, int index) {
        return author + ":" + index;
    }

    private String event(Tweet tweet) {
        return events.event(tweet.text(), tweet.time());
    }

    /** Receives metrics by name. */
    private interface MetricSink {
        Report put(String name, double value);
    }

    /** The metrics of the model or of a baseline. */
    private final class ClassifierMetrics {
        private final ClassificationMetrics texts = new ClassificationMetrics();
        private final ClassificationMetrics running = new ClassificationMetrics();
        private final Map<String, ClassificationMetrics> parts = new LinkedHashMap<>();

        void add(String truth, TextOutcome outcome, int before) {
            outcome.text().count(truth, texts);
            outcome.running().count(truth, running);
            String part = before == 0 ? "first" : before < 3 ? "second and third" : "fourth and later";
            outcome.text().count(truth, part(part));
            outcome.running().count(truth, part(RUNNING + part));
        }

        private ClassificationMetrics part(String name) {
            return parts.computeIfAbsent(name, unused -> new ClassificationMetrics());
        }

        void guess(String truth, String label) {
            texts.add(truth, label, 1);
        }

        void addGuessTo(MetricSink sink) {
            addTo(sink, "", texts);
        }

        void addTo(MetricSink sink) {
            addTo(sink, "", texts);
            sink.put("calibration_error", texts.calibrationError());
            addTo(sink, RUNNING, running);
        }

        private void addTo(MetricSink sink, String prefix, ClassificationMetrics metrics) {
            sink.put(prefix + ACCURACY, metrics.accuracy());
            sink.put(prefix + MACRO_F1, metrics.macroF1(labels.names()));
        }

        void addPartsTo(Report report, String prefix) {
            parts.forEach((part, metrics) -> {
                boolean running = part.startsWith(RUNNING);
                String of = running ? part.substring(RUNNING.length()) : part;
                report.part(
                        of + " text of an author", prefix + (running ? RUNNING : "") + ACCURACY, metrics.accuracy());
            });
        }
    }
}
