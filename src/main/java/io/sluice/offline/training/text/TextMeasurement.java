package io.sluice.offline.training.text;

import io.sluice.offline.training.text.TextMetrics.OfDocuments;
import io.sluice.offline.training.text.TextMetrics.OfTexts;
import io.sluice.offline.training.text.TextMetrics.OfTurns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures {@link TextMetrics}. */
final class TextMeasurement {
    private static final int MOST_STREAMS = 256;
    private static final int TEXTS_BEFORE = 5;
    private static final int TEXTS_AFTER = 8;
    private static final int WITHIN = 5;
    private static final long STREAMS_SEED = 5;

    private final TextRecipe recipe;
    private final TextModule cell;
    private final byte[] archive;

    TextMeasurement(TextRecipe recipe, byte[] archive) {
        this.recipe = recipe;
        this.cell = recipe.cell();
        this.archive = archive.clone();
    }

    TextMetrics of(List<Conversation> conversations) throws IOException {
        List<OfTexts> texts = new ArrayList<>();
        List<OfDocuments> documents = new ArrayList<>();
        for (int i = 0; i < recipe.sets().size(); i++) {
            int set = i;
            String name = recipe.sets().get(set);
            List<Conversation> own = select(conversations, one -> set(one) == set);
            List<Conversation> labelled = select(own, one -> !one.document());
            if (!labelled.isEmpty()) {
                texts.add(texts(name, labelled, 0));
            }
            List<Conversation> threads = select(own, Conversation::thread);
            if (!threads.isEmpty()) {
                texts.add(texts(name + ", running", threads, cell.labels()));
            }
            List<Conversation> whole = select(own, Conversation::document);
            if (!whole.isEmpty()) {
                documents.add(documents(name, whole));
            }
        }
        return new TextMetrics(texts, documents, turns(conversations));
    }

    private static List<Conversation> select(List<Conversation> conversations, Predicate<Conversation> which) {
        return conversations.stream().filter(which).toList();
    }

    private static int set(Conversation conversation) {
        return conversation.utterances().get(0).set();
    }

    /** @param head where the logits begin that are judged */
    private OfTexts texts(String set, List<Conversation> labelled, int head) throws IOException {
        List<float[]> outputs = TextOutputs.of(cell, archive, labelled);
        ClassificationMetrics all = new ClassificationMetrics();
        ClassificationMetrics sure = new ClassificationMetrics();
        for (int i = 0; i < labelled.size(); i++) {
            for (int step = 0; step < labelled.get(i).size(); step++) {
                int at = step * cell.sizes().output() + head;
                int label = likeliest(outputs.get(i), at);
                double probability = probability(outputs.get(i), at, label);
                String truth = label(labelled.get(i).utterances().get(step).label());
                all.add(truth, label(label), probability);
                if (probability >= recipe.sure()) {
                    sure.add(truth, label(label), probability);
                }
            }
        }
        return new OfTexts(
                set,
                all.count(),
                all.majority(),
                all.accuracy(),
                all.macroF1(recipe.labels()),
                all.calibrationError(),
                (double) (all.count() - sure.count()) / all.count(),
                sure.count() == 0 ? null : sure.accuracy());
    }

    private String label(int index) {
        return recipe.labels().get(index);
    }

    private int likeliest(float[] y, int from) {
        int likeliest = 0;
        for (int label = 1; label < cell.labels(); label++) {
            likeliest = y[from + label] > y[from + likeliest] ? label : likeliest;
        }
        return likeliest;
    }

    private double probability(float[] y, int from, int label) {
        return 1
                / IntStream.range(from, from + cell.labels())
                        .mapToDouble(i -> Math.exp((double) y[i] - y[from + label]))
                        .sum();
    }

    private OfDocuments documents(String set, List<Conversation> whole) throws IOException {
        List<float[]> outputs = TextOutputs.of(cell, archive, whole);
        double[] accuracy = new double[4];
        for (int quarters = 1; quarters <= 4; quarters++) {
            for (int i = 0; i < whole.size(); i++) {
                int read = (whole.get(i).size() * quarters + 3) / 4;
                accuracy[quarters - 1] += isRight(whole.get(i), outputs.get(i), read - 1) ? 1 : 0;
            }
            accuracy[quarters - 1] /= whole.size();
        }
        return new OfDocuments(set, whole.size(), majority(whole), accuracy[0], accuracy[1], accuracy[2], accuracy[3]);
    }

    private static double majority(List<Conversation> whole) {
        ClassificationMetrics figures = new ClassificationMetrics();
        whole.forEach(
                one -> figures.refuse(Integer.toString(one.utterances().get(0).label())));
        return figures.majority();
    }

    private boolean isRight(Conversation conversation, float[] y, int step) {
        return likeliest(y, step * cell.sizes().output() + cell.labels())
                == conversation.utterances().get(step).mood();
    }

    private @Nullable OfTurns turns(List<Conversation> conversations) throws IOException {
        List<Conversation> streams = new SyntheticAuthors(
                        conversations, cell.labels(), recipe.columns().firstOrigin())
                .compose(new Random(STREAMS_SEED)).stream().limit(MOST_STREAMS).toList();
        if (streams.isEmpty()) {
            return null;
        }
        List<float[]> outputs = TextOutputs.of(cell, archive, streams);
        long right = 0;
        List<Integer> delays = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            for (int step = 0; step < streams.get(i).size(); step++) {
                right += isRight(streams.get(i), outputs.get(i), step) ? 1 : 0;
                if (isTurn(streams.get(i), step)) {
                    delays.add(delay(streams.get(i), outputs.get(i), step));
                }
            }
        }
        List<Integer> sorted = delays.stream().sorted().toList();
        long within = sorted.stream().filter(delay -> delay <= WITHIN).count();
        return new OfTurns(
                streams.size(),
                (double) right / (streams.size() * SyntheticAuthors.STEPS),
                sorted.size(),
                sorted.isEmpty() ? null : (double) sorted.get(sorted.size() / 2),
                sorted.isEmpty() ? null : (double) within / sorted.size());
    }

    private static boolean isTurn(Conversation stream, int step) {
        if (step < TEXTS_BEFORE || step + TEXTS_AFTER > stream.size()) {
            return false;
        }
        int mood = stream.utterances().get(step).mood();
        boolean before = IntStream.range(step - TEXTS_BEFORE, step)
                .allMatch(i -> stream.utterances().get(i).mood() != mood);
        return before
                && IntStream.range(step, step + TEXTS_AFTER)
                        .allMatch(i -> stream.utterances().get(i).mood() == mood);
    }

    /**
     * Texts to the first of two in a row with the right running label, this one counted; the stream's length if none.
     */
    private int delay(Conversation stream, float[] y, int turn) {
        for (int step = turn; step + 1 < stream.size(); step++) {
            if (isRight(stream, y, step) && isRight(stream, y, step + 1)) {
                return step - turn + 1;
            }
        }
        return stream.size();
    }
}
