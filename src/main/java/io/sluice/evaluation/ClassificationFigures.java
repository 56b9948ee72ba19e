package io.sluice.evaluation;

import java.util.ArrayList;
import java.util.List;

/** Counts guesses against the truth. A guess that was refused is wrong. */
final class ClassificationFigures {
    private static final int BINS = 15;

    static final String ACCURACY = "the share of texts whose label is right; one that the pipeline refuses is wrong";
    static final String MACRO_F1 = "the mean over the model's labels of F1 = 2 TP / (2 TP + FP + FN); a label that"
            + " is neither in the data nor given counts 0";
    static final String MAJORITY = "always the label that is most frequent in this data";
    static final String CALIBRATION_ERROR = "expected calibration error: over " + BINS
            + " equal bins of the probability of the label that was given, the mean of |accuracy - mean probability|,"
            + " weighted by texts (Guo et al. 2017)";

    private final List<Guess> guesses = new ArrayList<>();

    private record Guess(String truth, String label, double confidence) {
        boolean isRight() {
            return truth.equals(label);
        }
    }

    void add(String truth, Judgement.Guess guess) {
        add(truth, guess.label(), guess.confidence());
    }

    void add(String truth, String label, double confidence) {
        guesses.add(new Guess(truth, label, confidence));
    }

    double accuracy() {
        return guesses.stream().filter(Guess::isRight).count() / (double) guesses.size();
    }

    double macroF1(List<String> labels) {
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

    double calibrationError() {
        double[] confidence = new double[BINS];
        double[] right = new double[BINS];
        for (Guess guess : guesses) {
            int bin = Math.min(BINS - 1, (int) (guess.confidence * BINS));
            confidence[bin] += guess.confidence;
            right[bin] += guess.isRight() ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(right[bin] - confidence[bin]);
        }
        return error / guesses.size();
    }

    /** The share of the truth that is most frequent: what always saying it would score. */
    double majority() {
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
