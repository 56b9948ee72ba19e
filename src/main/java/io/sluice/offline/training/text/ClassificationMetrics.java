package io.sluice.offline.training.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts predicted labels against the true labels. A refused text, which has no prediction, is wrong. */
public final class ClassificationMetrics {
    private static final int BINS = 15;

    /** The definition of {@link #accuracy}, for reports. */
    public static final String ACCURACY =
            "the share of texts whose label is right; a text that the pipeline refuses is wrong";

    /** The definition of {@link #macroF1}, for reports. */
    public static final String MACRO_F1 =
            "the mean over the model's labels of F1 = 2 TP / (2 TP + FP + FN); a label that"
                    + " neither the data nor the predictions have counts 0";
    /** The definition of {@link #majority}, for reports. */
    public static final String MAJORITY = "the accuracy of always predicting the most frequent label of this data";

    /** The definition of {@link #calibrationError}, for reports. */
    public static final String CALIBRATION_ERROR = "expected calibration error: the mean of"
            + " |accuracy - mean probability| over " + BINS
            + " equal bins of the probability of the predicted label, weighted by texts (Guo et al. 2017);"
            + " texts that the pipeline refuses do not count";

    private static final String NONE = "";

    private final List<Prediction> predictions = new ArrayList<>();

    private record Prediction(String truth, String label, double confidence) {
        boolean isMade() {
            return !label.equals(NONE);
        }

        boolean isRight() {
            return truth.equals(label);
        }
    }

    /**
     * Counts a prediction.
     *
     * @param label the predicted label
     * @param confidence the probability of the predicted label
     */
    public void add(String truth, String label, double confidence) {
        predictions.add(new Prediction(truth, label, confidence));
    }

    /** Counts a text without a prediction. It is wrong, and the calibration error does not count it. */
    public void refuse(String truth) {
        predictions.add(new Prediction(truth, NONE, 0));
    }

    /** Returns the number of texts. */
    public int count() {
        return predictions.size();
    }

    /** Returns the share of texts whose label is right. */
    public double accuracy() {
        return predictions.stream().filter(Prediction::isRight).count() / (double) predictions.size();
    }

    /**
     * Returns the mean of F1 = 2 TP / (2 TP + FP + FN) over labels. A label that is neither true nor predicted for any
     * text counts 0.
     */
    public double macroF1(List<String> labels) {
        return labels.stream().mapToDouble(this::f1).average().orElse(0);
    }

    private double f1(String label) {
        long hits = predictions.stream()
                .filter(prediction -> prediction.isRight() && prediction.truth.equals(label))
                .count();
        long predicted = predictions.stream()
                .filter(prediction -> prediction.label.equals(label))
                .count();
        long actual = predictions.stream()
                .filter(prediction -> prediction.truth.equals(label))
                .count();
        return predicted + actual == 0 ? 0 : 2.0 * hits / (predicted + actual);
    }

    /**
     * Returns the mean of |accuracy - mean confidence| over 15 equal bins of confidence, weighted by predictions (Guo
     * et al. 2017, "On Calibration of Modern Neural Networks"). Refused texts do not count; NaN if there are no others.
     */
    public double calibrationError() {
        return bins().stream()
                        .mapToDouble(bin -> bin.texts() * Math.abs(bin.accuracy() - bin.confidence()))
                        .sum()
                / predictions.stream().filter(Prediction::isMade).count();
    }

    /** Returns the predictions in bins of the probability of their label. Empty bins are left out. */
    public List<Bin> bins() {
        double[] confidence = new double[BINS];
        long[] right = new long[BINS];
        long[] texts = new long[BINS];
        for (Prediction prediction :
                predictions.stream().filter(Prediction::isMade).toList()) {
            int bin = Math.min(BINS - 1, (int) (prediction.confidence * BINS));
            confidence[bin] += prediction.confidence;
            right[bin] += prediction.isRight() ? 1 : 0;
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
     * The predictions whose probability is in one bin.
     *
     * @param texts the number of predictions
     * @param accuracy the share of them that is right
     * @param confidence the mean of their probabilities
     */
    public record Bin(double from, double to, long texts, double accuracy, double confidence) {}

    /** Returns the accuracy above each threshold that occurs as a probability, in descending order. */
    public List<Threshold> byThreshold() {
        List<Prediction> sorted = new ArrayList<>(predictions);
        sorted.sort(Comparator.comparingDouble(Prediction::confidence).reversed());
        List<Threshold> thresholds = new ArrayList<>();
        long right = 0;
        for (int i = 0; i < sorted.size(); i++) {
            right += sorted.get(i).isRight() ? 1 : 0;
            if (i + 1 == sorted.size() || sorted.get(i + 1).confidence < sorted.get(i).confidence) {
                thresholds.add(new Threshold(
                        sorted.get(i).confidence, (double) right / (i + 1), (double) (i + 1) / sorted.size()));
            }
        }
        return thresholds;
    }

    /**
     * The texts whose label has at least a probability.
     *
     * @param confidence the least probability
     * @param accuracy the share of these texts that is right
     * @param share the share of all texts that these are
     */
    public record Threshold(double confidence, double accuracy, double share) {}

    /** Returns the share of the most frequent true label: the accuracy of always predicting it. */
    public double majority() {
        return predictions.stream()
                        .map(Prediction::truth)
                        .distinct()
                        .mapToLong(truth -> predictions.stream()
                                .filter(prediction -> prediction.truth.equals(truth))
                                .count())
                        .max()
                        .orElse(0)
                / (double) predictions.size();
    }
}
