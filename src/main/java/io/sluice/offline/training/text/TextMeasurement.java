package io.sluice.offline.training.text;

import io.sluice.offline.training.text.TextMetrics.DocumentScores;
import io.sluice.offline.training.text.TextMetrics.TextScores;
import io.sluice.offline.training.text.TextMetrics.TurnScores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures the {@link TextMetrics} of a model. */
final class TextMeasurement {
    private static final int MAX_AUTHORS = 256;
    /** A turn counts if the old mood lasted for this number of texts before it. */
    private static final int TEXTS_BEFORE = 5;
    /** A turn counts if the new mood lasts for this number of texts. */
    private static final int TEXTS_AFTER = 8;

    private static final int SHORT_DELAY = 5;
    private static final long AUTHORS_SEED = 5;

    private final TextSettings settings;
    private final TextModule module;
    private final byte[] archive;

    TextMeasurement(TextSettings settings, byte[] archive) {
        this.settings = settings;
        this.module = new TextModule(settings);
        this.archive = archive.clone();
    }

    TextMetrics measure(List<Conversation> conversations) throws IOException {
        List<TextScores> texts = new ArrayList<>();
        List<DocumentScores> documents = new ArrayList<>();
        for (int i = 0; i < settings.sets().size(); i++) {
            int set = i;
            String name = settings.sets().get(set);
            List<Conversation> ofSet = select(conversations, conversation -> set(conversation) == set);
            List<Conversation> labelled = select(ofSet, conversation -> !conversation.isDocument());
            if (!labelled.isEmpty()) {
                texts.add(textScores(name, labelled, 0));
            }
            List<Conversation> threads = select(ofSet, Conversation::isThread);
            if (!threads.isEmpty()) {
                texts.add(textScores(name + ", running", threads, module.labels()));
            }
            List<Conversation> whole = select(ofSet, Conversation::isDocument);
            if (!whole.isEmpty()) {
                documents.add(documentScores(name, whole));
            }
        }
        return new TextMetrics(texts, documents, turnScores(conversations));
    }

    private static List<Conversation> select(List<Conversation> conversations, Predicate<Conversation> condition) {
        return conversations.stream().filter(condition).toList();
    }

    private static int set(Conversation conversation) {
        return conversation.steps().get(0).set();
    }

    /** @param head the first of the logits to measure, in the outputs of a step */
    private TextScores textScores(String set, List<Conversation> labelled, int head) throws IOException {
        List<float[]> outputs = TextOutputs.compute(module, archive, labelled);
        ClassificationMetrics all = new ClassificationMetrics();
        ClassificationMetrics sure = new ClassificationMetrics();
        for (int i = 0; i < labelled.size(); i++) {
            for (int step = 0; step < labelled.get(i).size(); step++) {
                int offset = step * module.sizes().output() + head;
                int label = likeliest(outputs.get(i), offset);
                double probability = probability(outputs.get(i), offset, label);
                String truth = label(labelled.get(i).steps().get(step).label());
                all.add(truth, label(label), probability);
                if (probability >= settings.sure()) {
                    sure.add(truth, label(label), probability);
                }
            }
        }
        return new TextScores(
                set,
                all.count(),
                all.majority(),
                all.accuracy(),
                all.macroF1(settings.labels()),
                all.calibrationError(),
                (double) (all.count() - sure.count()) / all.count(),
                sure.count() == 0 ? null : sure.accuracy());
    }

    private String label(int index) {
        return settings.labels().get(index);
    }

    private int likeliest(float[] y, int from) {
        int likeliest = 0;
        for (int label = 1; label < module.labels(); label++) {
            likeliest = y[from + label] > y[from + likeliest] ? label : likeliest;
        }
        return likeliest;
    }

    private double probability(float[] y, int from, int label) {
        return 1
                / IntStream.range(from, from + module.labels())
                        .mapToDouble(i -> Math.exp((double) y[i] - y[from + label]))
                        .sum();
    }

    private DocumentScores documentScores(String set, List<Conversation> documents) throws IOException {
        List<float[]> outputs = TextOutputs.compute(module, archive, documents);
        double[] accuracy = new double[4];
        for (int quarters = 1; quarters <= 4; quarters++) {
            for (int i = 0; i < documents.size(); i++) {
                int read = (documents.get(i).size() * quarters + 3) / 4;
                accuracy[quarters - 1] += isRunningRight(documents.get(i), outputs.get(i), read - 1) ? 1 : 0;
            }
            accuracy[quarters - 1] /= documents.size();
        }
        return new DocumentScores(
                set, documents.size(), majority(documents), accuracy[0], accuracy[1], accuracy[2], accuracy[3]);
    }

    private static double majority(List<Conversation> documents) {
        ClassificationMetrics metrics = new ClassificationMetrics();
        documents.forEach(document ->
                metrics.refuse(Integer.toString(document.steps().get(0).label())));
        return metrics.majority();
    }

    private boolean isRunningRight(Conversation conversation, float[] y, int step) {
        return likeliest(y, step * module.sizes().output() + module.labels())
                == conversation.steps().get(step).mood();
    }

    private @Nullable TurnScores turnScores(List<Conversation> conversations) throws IOException {
        List<Conversation> authors = new SyntheticAuthors(
                        conversations, module.labels(), settings.columns().firstDomainColumn())
                .compose(new Random(AUTHORS_SEED)).stream().limit(MAX_AUTHORS).toList();
        if (authors.isEmpty()) {
            return null;
        }
        List<float[]> outputs = TextOutputs.compute(module, archive, authors);
        long right = 0;
        List<Integer> delays = new ArrayList<>();
        for (int i = 0; i < authors.size(); i++) {
            for (int step = 0; step < authors.get(i).size(); step++) {
                right += isRunningRight(authors.get(i), outputs.get(i), step) ? 1 : 0;
                if (isTurn(authors.get(i), step)) {
                    delays.add(delay(authors.get(i), outputs.get(i), step));
                }
            }
        }
        List<Integer> sorted = delays.stream().sorted().toList();
        long shortDelays = sorted.stream().filter(delay -> delay <= SHORT_DELAY).count();
        return new TurnScores(
                authors.size(),
                (double) right / (authors.size() * SyntheticAuthors.STEPS),
                sorted.size(),
                sorted.isEmpty() ? null : (double) sorted.get(sorted.size() / 2),
                sorted.isEmpty() ? null : (double) shortDelays / sorted.size());
    }

    private static boolean isTurn(Conversation author, int step) {
        if (step < TEXTS_BEFORE || step + TEXTS_AFTER > author.size()) {
            return false;
        }
        int mood = author.steps().get(step).mood();
        boolean differsBefore = IntStream.range(step - TEXTS_BEFORE, step)
                .allMatch(i -> author.steps().get(i).mood() != mood);
        return differsBefore
                && IntStream.range(step, step + TEXTS_AFTER)
                        .allMatch(i -> author.steps().get(i).mood() == mood);
    }

    /**
     * Returns the number of texts from the turn to the first of two in a row with the right running label, both
     * included; the number of the author's texts if there are no two such texts.
     */
    private int delay(Conversation author, float[] y, int turn) {
        for (int step = turn; step + 1 < author.size(); step++) {
            if (isRunningRight(author, y, step) && isRunningRight(author, y, step + 1)) {
                return step - turn + 1;
            }
        }
        return author.size();
    }
}
