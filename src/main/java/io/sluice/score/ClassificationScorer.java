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
 * of Modern Neural Networks").
 *
 * <p>It remembers nothing of a key.
 */
public final class ClassificationScorer implements Scorer {
    private static final String EVENT = "logit.";
    private static final String RUNNING = "running.";

    private final List<Label> labels;
    private final float sure;

    /** Where a label's logits stand in y. */
    private record Label(String name, int event, int running) {}

    /**
     * A scorer of a model's outputs.
     *
     * @param outputs the names of y's elements: {@code logit.L} and {@code running.L} for each label L, of which there are
     *     at least two
     * @param scoring {@code sure} (0.6): below this probability of the likeliest label an event is unsure
     * @throws BundleException where an output is missing or a number makes no sense
     */
    public ClassificationScorer(List<String> outputs, Map<String, Double> scoring) {
        this.labels = outputs.stream()
                .filter(output -> output.startsWith(EVENT))
                .map(output -> label(output.substring(EVENT.length()), outputs))
                .toList();
        this.sure = scoring.getOrDefault("sure", 0.6).floatValue();
        if (labels.size() < 2) {
            throw new BundleException("output names " + outputs + "; the task classification needs \"logit.L\" and"
                    + " \"running.L\" for each of at least two labels L");
        }
        if (!(0 <= sure && sure <= 1)) {
            throw new BundleException("scoring says sure " + sure + "; it must be from 0 to 1");
        }
    }

    private static Label label(String name, List<String> outputs) {
        int running = outputs.indexOf(RUNNING + name);
        if (name.isEmpty() || running < 0) {
            throw new BundleException("output names \"" + EVENT + name + "\", so it must name \"" + RUNNING + name
                    + "\" too, the same label for the key so far; found " + outputs);
        }
        return new Label(name, outputs.indexOf(EVENT + name), running);
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
        LabelProbabilities alone =
                softmax(labels.stream().map(label -> y[label.event]).toList());
        LabelProbabilities running =
                softmax(labels.stream().map(label -> y[label.running]).toList());
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
