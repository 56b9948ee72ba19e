package io.sluice.offline.training.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts guesses against the truth. A guess that was refused is wrong. */
public final class ClassificationMetrics {
    private static final int BINS = 15;

    /** How {@link #accuracy} is computed, in words. */
    public static final String ACCURACY =
            "the share of texts whose label is right; one that the pipeline refuses is wrong";

    /** How {@link #macroF1} is computed, in words. */
    public static final String MACRO_F1 =
            "the mean over the model's labels of F1 = 2 TP / (2 TP + FP + FN); a label that"
                    + " is neither in the data nor given counts 0";
    /** How it is computed, in words. */
    public static final String MAJORITY = "always the label that is most frequent in this data";

    /** How {@link #calibrationError} is computed, in words. */
    public static final String CALIBRATION_ERROR = "expected calibration error: over " + BINS
            + " equal bins of the probability of the label that was given, the mean of |accuracy - mean probability|,"
            + " weighted by texts (Guo et al. 2017); texts that the pipeline refuses have no part in it";

    private static final String NONE = "";

    private final List<Guess> guesses = new ArrayList<>();

    private record Guess(String truth, String label, double confidence) {
        boolean isMade() {
            return !label.equals(NONE);
        }

        boolean isRight() {
            return truth.equals(label);
        }
    }

    /**
     * Counts one.
     *
     * @param label the guess
     * @param confidence the probability that the guesser gave it
     */
    public void add(String truth, String label, double confidence) {
        guesses.add(new Guess(truth, label, confidence));
    }

    /**
     * Counts a text of which nothing was guessed: it is wrong, and has no part in how far probabilities can be relied
     * on.
     */
    public void refuse(String truth) {
        guesses.add(new Guess(truth, NONE, 0));
    }

    /** How many guesses were counted. */
    public int count() {
        return guesses.size();
    }

    /** The share of guesses that are right. */
    public double accuracy() {
        return guesses.stream().filter(Guess::isRight).count() / (double) guesses.size();
    }

    /** The mean of F1 = 2 TP / (2 TP + FP + FN) over labels; one that is neither true nor guessed ever counts 0. */
    public double macroF1(List<String> labels) {
        return labels.stream().mapToDouble(this::f1).average().orElse(0);
    }

    private double f1(String label) {
        long hits = guesses.stream()
                .filter(guess -> guess.isRight() && guess.truth.equals(label))
                .count();
        long given = guesses.stream().filter(guess -> guess.label.equals(label)).count();
        long there = guesses.stream().filter(guess -> guess.truth.equals(label)).count();
        return given + there == 0 ? 0 : 2.0 * hits / (given + there);
    }

    /**
     * The mean of |accuracy - mean confidence| over 15 equal bins of confidence, weighted by guesses (Guo et al. 2017,
     * "On Calibration of Modern Neural Networks"). What was refused is left out; NaN where that is all.
     */
    public double calibrationError() {
        return bins().stream()
                        .mapToDouble(bin -> bin.texts() * Math.abs(bin.accuracy() - bin.confidence()))
                        .sum()
                / guesses.stream().filter(Guess::isMade).count();
    }

    /** The guesses by the probability of the label that was given; bins without any are left out. */
    public List<Bin> bins() {
        double[] confidence = new double[BINS];
        long[] right = new long[BINS];
        long[] texts = new long[BINS];
        for (Guess guess : guesses.stream().filter(Guess::isMade).toList()) {
            int bin = Math.min(BINS - 1, (int) (guess.confidence * BINS));
            confidence[bin] += guess.confidence;
            right[bin] += guess.isRight() ? 1 : 0;
            texts[bin]++;
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (texts[bin] > 0) {
                bins.add(new Bin(
                        bin / (double) BINS,
                        (bin + 1) / (double) BINS,
                        texts[bin],
                        (double) right[bin] / texts[bin],
                        confidence[bin] / texts[bin]));
            }
        }
        return bins;
    }

    /**
     * Guesses of about the same probability.
     *
     * @param texts how many
     * @param accuracy the share of them that is right
     * @param confidence the mean of their probabilities
     */
    public record Bin(double from, double to, long texts, double accuracy, double confidence) {}

    /** What is right among the guesses of at least a probability, for each that occurs, from the highest down. */
    public List<Sure> bySureness() {
        List<Guess> sorted = new ArrayList<>(guesses);
        sorted.sort(Comparator.comparingDouble(Guess::confidence).reversed());
        List<Sure> sure = new ArrayList<>();
        long right = 0;
        for (int i = 0; i < sorted.size(); i++) {
            right += sorted.get(i).isRight() ? 1 : 0;
            if (i + 1 == sorted.size() || sorted.get(i + 1).confidence < sorted.get(i).confidence) {
                sure.add(
                        new Sure(sorted.get(i).confidence, (double) right / (i + 1), (double) (i + 1) / sorted.size()));
            }
        }
        return sure;
    }

    /** The accuracy of texts whose label is at least so probable, and their share of all. */
    public record Sure(double confidence, double accuracy, double share) {}

    /** The share of the truth that is most frequent: what always saying it would score. */
    public double majority() {
        return guesses.stream()
                        .map(Guess::truth)
                        .distinct()
                        .mapToLong(truth -> guesses.stream()
                                .filter(guess -> guess.truth.equals(truth))
                                .count())
                        .max()
                        .orElse(0)
                / (double) guesses.size();
    }
}
