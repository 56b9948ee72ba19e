package io.sluice.score;

import io.sluice.event.Event;
import io.sluice.model.BundleException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Turns a model's logits into the probabilities of labels: p = softmax(logits), for the event alone and for the key so
 * far.
 *
 * <p>Calibration is the model's part: its weights include the temperature (Guo et al. 2017, "On Calibration of Modern
 * Neural Networks"). The probabilities are calibrated for data in which the labels are as frequent as in the training
 * data. For other data, {@code prior.L} gives the ratio of the frequencies: p is multiplied by it and normalised
 * (Saerens et al. 2002, "Adjusting the Outputs of a Classifier to New a Priori Probabilities").
 *
 * <p>The scorer keeps no state of a key. It is immutable and safe for many threads.
 */
public final class ClassificationScorer implements Scorer {
    private static final String EVENT = "logit.";
    private static final String RUNNING = "running.";
    private static final String PRIOR = "prior.";

    private final List<Label> labels;
    private final float sure;

    /**
     * A label and its logits.
     *
     * @param event the index in y of the logit for the event
     * @param running the index in y of the logit for the key so far
     * @param prior the logarithm of the prior, which is added to both logits
     */
    private record Label(String name, int event, int running, float prior) {}

    /**
     * Makes a scorer of a model's outputs.
     *
     * @param outputs the names of the elements of y: {@code logit.L} and {@code running.L} for each of at least two
     *     labels L
     * @param scoring {@code sure} (0.6): an event is unsure if its likeliest label has a lower probability;
     *     {@code prior.L} for every label or for none: the expected frequency of the label over its frequency in the
     *     training data, in any unit
     * @throws BundleException if an output is missing, or a setting is out of range
     */
    public ClassificationScorer(List<String> outputs, Map<String, Double> scoring) {
        this.labels = labels(outputs).stream()
                .map(name -> label(name, outputs, scoring))
                .toList();
        this.sure = scoring.getOrDefault("sure", 0.6).floatValue();
        if (labels.size() < 2) {
            throw new BundleException("output names " + outputs + "; the task classification needs \"logit.L\" and"
                    + " \"running.L\" for each of at least two labels L");
        }
        requirePriors(scoring);
        if (!(0 <= sure && sure <= 1)) {
            throw new BundleException("scoring says sure " + sure + "; it must be from 0 to 1");
        }
    }

    /** Returns the names of the settings of a model with these outputs. */
    public static List<String> settings(List<String> outputs) {
        return Stream.concat(Stream.of("sure"), labels(outputs).stream().map(label -> PRIOR + label))
                .toList();
    }

    /** Returns the labels of a model with these outputs, in the order of the manifest. */
    public static List<String> labels(List<String> outputs) {
        return outputs.stream()
                .filter(output -> output.startsWith(EVENT))
                .map(output -> output.substring(EVENT.length()))
                .toList();
    }

    /** Checks the priors: one of them alone has no meaning, so there must be all or none. */
    private void requirePriors(Map<String, Double> scoring) {
        List<String> needed =
                labels.stream().map(label -> PRIOR + label.name).sorted().toList();
        List<String> found = scoring.keySet().stream()
                .filter(name -> name.startsWith(PRIOR))
                .sorted()
                .toList();
        if (!found.isEmpty() && !found.equals(needed)) {
            throw new BundleException("scoring names " + found + "; name all of " + needed + ", or none");
        }
        for (String name : found) {
            double prior = scoring.getOrDefault(name, 1.0);
            if (!(prior > 0)) {
                throw new BundleException("scoring says " + name + " " + prior + "; it must be above 0");
            }
        }
    }

    private static Label label(String name, List<String> outputs, Map<String, Double> scoring) {
        int running = outputs.indexOf(RUNNING + name);
        if (name.isEmpty() || running < 0) {
            throw new BundleException("output names \"" + EVENT + name + "\" and no \"" + RUNNING + name
                    + "\", the same label for the key so far; name both; output names " + outputs);
        }
        float prior = (float) StrictMath.log(scoring.getOrDefault(PRIOR + name, 1.0));
        return new Label(name, outputs.indexOf(EVENT + name), running, prior);
    }

    /** Returns the labels, in the order of the manifest. */
    public List<String> labels() {
        return labels.stream().map(Label::name).toList();
    }

    @Override
    public String description() {
        return "probabilities of " + String.join(", ", labels())
                + "; an event is unsure if the likeliest label has less" + " than " + sure;
    }

    @Override
    public int stateBytes() {
        return 0;
    }

    @Override
    public int stateFormat() {
        return 1;
    }

    @Override
    public Classification score(float[] y, long step, Event event, ByteBuffer state) {
        LabelProbabilities alone = softmax(
                labels.stream().map(label -> y[label.event] + label.prior).toList());
        LabelProbabilities running = softmax(
                labels.stream().map(label -> y[label.running] + label.prior).toList());
        return new Classification(alone, alone.largest() < sure, running);
    }

    /** Computes the softmax. It subtracts the largest logit first, because exp would overflow. */
    private LabelProbabilities softmax(List<Float> logits) {
        int likeliest = 0;
        for (int i = 1; i < logits.size(); i++) {
            likeliest = logits.get(i) > logits.get(likeliest) ? i : likeliest;
        }
        double sum = 0;
        double[] weights = new double[logits.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = StrictMath.exp((double) logits.get(i) - logits.get(likeliest));
            sum += weights[i];
        }
        List<LabelProbabilities.LabelProbability> probabilities = new ArrayList<>(weights.length);
        for (int i = 0; i < weights.length; i++) {
            probabilities.add(new LabelProbabilities.LabelProbability(labels.get(i).name, (float) (weights[i] / sum)));
        }
        return new LabelProbabilities(labels.get(likeliest).name, probabilities);
    }
}
