package io.sluice.training;

import io.sluice.training.TextFigures.OfDocuments;
import io.sluice.training.TextFigures.OfTexts;
import io.sluice.training.TextFigures.OfTurns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures {@link TextFigures}. */
final class TextMeasurement {
    private static final int BINS = 15;
    private static final int MOST_STREAMS = 256;
    private static final int TEXTS_BEFORE = 5;
    private static final int TEXTS_AFTER = 8;
    private static final int WITHIN = 5;
    private static final long STREAMS_SEED = 5;
    private static final int OUTPUTS = TextCell.outputs().size();

    private final TextCell cell;
    private final byte[] archive;
    private final List<String> sets;
    private final double sure;

    /** @param sets the data sets' names; {@code sure} as the scorer has it */
    TextMeasurement(TextCell cell, byte[] archive, List<String> sets, double sure) {
        this.cell = cell;
        this.archive = archive.clone();
        this.sets = List.copyOf(sets);
        this.sure = sure;
    }

    TextFigures of(List<Conversation> conversations) throws IOException {
        List<OfTexts> texts = new ArrayList<>();
        List<OfDocuments> documents = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            int set = i;
            List<Conversation> own = select(conversations, one -> set(one) == set);
            List<Conversation> singles = select(own, one -> !one.document());
            if (!singles.isEmpty()) {
                texts.add(texts(sets.get(set), singles));
            }
            List<Conversation> whole = select(own, Conversation::document);
            if (!whole.isEmpty()) {
                documents.add(documents(sets.get(set), whole));
            }
        }
        return new TextFigures(texts, documents, turns(conversations));
    }

    private static List<Conversation> select(List<Conversation> conversations, Predicate<Conversation> which) {
        return conversations.stream().filter(which).toList();
    }

    private static int set(Conversation conversation) {
        return conversation.utterances().get(0).set();
    }

    private OfTexts texts(String set, List<Conversation> singles) throws IOException {
        List<float[]> outputs = TextOutputs.of(cell, archive, singles);
        double[] surest = new double[BINS];
        int[] right = new int[BINS];
        int correct = 0;
        int unsure = 0;
        int sureAndCorrect = 0;
        for (int i = 0; i < singles.size(); i++) {
            double positive = probability(outputs.get(i), 0);
            double likelier = Math.max(positive, 1 - positive);
            boolean hit = positive > 0.5 == singles.get(i).utterances().get(0).label() > 0.5;
            int bin = Math.min(BINS - 1, (int) (likelier * BINS));
            surest[bin] += likelier;
            right[bin] += hit ? 1 : 0;
            correct += hit ? 1 : 0;
            unsure += likelier < sure ? 1 : 0;
            sureAndCorrect += likelier >= sure && hit ? 1 : 0;
        }
        double error = IntStream.range(0, BINS)
                .mapToDouble(bin -> Math.abs(surest[bin] - right[bin]))
                .sum();
        int count = singles.size();
        return new OfTexts(
                set,
                count,
                majority(singles),
                (double) correct / count,
                error / count,
                (double) unsure / count,
                unsure == count ? null : (double) sureAndCorrect / (count - unsure));
    }

    private static double majority(List<Conversation> conversations) {
        long positive = conversations.stream()
                .filter(one -> one.utterances().get(0).label() > 0.5)
                .count();
        return (double) Math.max(positive, conversations.size() - positive) / conversations.size();
    }

    /** Of positive, from this text's logits. */
    private static double probability(float[] y, int step) {
        return 1 / (1 + Math.exp((double) y[step * OUTPUTS] - y[step * OUTPUTS + 1]));
    }

    private static boolean isRunningPositive(float[] y, int step) {
        return y[step * OUTPUTS + 3] > y[step * OUTPUTS + 2];
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

    private static boolean isRight(Conversation conversation, float[] y, int step) {
        return isRunningPositive(y, step) == conversation.utterances().get(step).mood() > 0.5;
    }

    private @Nullable OfTurns turns(List<Conversation> conversations) throws IOException {
        List<Conversation> streams = new MoodStreams(conversations, TextEvidence.firstOrigin(sets.size()))
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
                (double) right / (streams.size() * MoodStreams.STEPS),
                sorted.size(),
                sorted.isEmpty() ? null : (double) sorted.get(sorted.size() / 2),
                sorted.isEmpty() ? null : (double) within / sorted.size());
    }

    private static boolean isTurn(Conversation stream, int step) {
        if (step < TEXTS_BEFORE || step + TEXTS_AFTER > stream.size()) {
            return false;
        }
        float mood = stream.utterances().get(step).mood();
        boolean before = IntStream.range(step - TEXTS_BEFORE, step)
                .allMatch(i -> stream.utterances().get(i).mood() != mood);
        return before
                && IntStream.range(step, step + TEXTS_AFTER)
                        .allMatch(i -> stream.utterances().get(i).mood() == mood);
    }

    /** Texts to the first of two in a row with the right running label, this one counted; the stream's length if none. */
    private static int delay(Conversation stream, float[] y, int turn) {
        for (int step = turn; step + 1 < stream.size(); step++) {
            if (isRight(stream, y, step) && isRight(stream, y, step + 1)) {
                return step - turn + 1;
            }
        }
        return stream.size();
    }
}
