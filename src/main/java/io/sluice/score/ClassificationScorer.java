package io.sluice.score;

import io.sluice.event.Event;
import io.sluice.model.BundleException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns a model's logits into the probabilities of labels: p = softmax(logits), for the event alone and for the key so
 * far. That they are calibrated is the model's part: its weights hold the temperature (Guo et al. 2017, "On Calibration
 * of Modern Neural Networks"). It holds where labels are as frequent as in what the model learned from; {@code prior.L}
 * says how frequent they are elsewhere (Saerens et al. 2002, "Adjusting the Outputs of a Classifier to New a Priori
 * Probabilities"): p is multiplied by it and normalised.
 *
 * <p>It remembers nothing of a key.
 */
public final class ClassificationScorer implements Scorer {
    private static final String EVENT = "logit.";
    private static final String RUNNING = "running.";
    private static final String PRIOR = "prior.";

    private final List<Label> labels;
    private final float sure;

    /**
     * Where a label's logits stand in y.
     *
     * @param prior is added to both
     */
    private record Label(String name, int event, int running, float prior) {}

    /**
     * A scorer of a model's outputs.
     *
     * @param outputs the names of y's elements: {@code logit.L} and {@code running.L} for each label L, of which there
     *     are at least two
     * @param scoring {@code sure} (0.6): below this probability of the likeliest label an event is unsure;
     *     {@code prior.L} for every label or for none: how often it is expected, over how often it was in what the
     *     model learned from, in any unit
     * @throws BundleException where an output is missing or a number makes no sense
     */
    public ClassificationScorer(List<String> outputs, Map<String, Double> scoring) {
        this.labels = outputs.stream()
                .filter(output -> output.startsWith(EVENT))
                .map(output -> label(output.substring(EVENT.length()), outputs, scoring))
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

    /** One label's share alone says nothing. */
    private void requirePriors(Map<String, Double> scoring) {
        List<String> needed =
                labels.stream().map(label -> PRIOR + label.name).sorted().toList();
        List<String> found = scoring.keySet().stream()
                .filter(name -> name.startsWith(PRIOR))
                .sorted()
                .toList();
        if (!found.isEmpty() && !found.equals(needed)) {
            throw new BundleException("scoring names " + found + "; it must name all of " + needed + ", or none");
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
            throw new BundleException("output names \"" + EVENT + name + "\", so it must name \"" + RUNNING + name
                    + "\" too, the same label for the key so far; found " + outputs);
        }
        float prior = (float) StrictMath.log(scoring.getOrDefault(PRIOR + name, 1.0));
        return new Label(name, outputs.indexOf(EVENT + name), running, prior);
    }

    /** The labels, in the manifest's order. */
    public List<String> labels() {
        return labels.stream().map(Label::name).toList();
    }

    @Override
    public int stateBytes() {
        return 0;
    }

    @Override
    public Classification score(float[] y, long step, Event event, ByteBuffer state) {
        LabelProbabilities alone = softmax(
                labels.stream().map(label -> y[label.event] + label.prior).toList());
        LabelProbabilities running = softmax(
                labels.stream().map(label -> y[label.running] + label.prior).toList());
        return new Classification(alone, alone.largest() < sure, running);
    }

    /** Less the largest logit, or exp would overflow. */
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
