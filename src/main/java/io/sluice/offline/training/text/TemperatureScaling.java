package io.sluice.offline.training.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Calibrates the probabilities of a module by temperature scaling (Guo et al. 2017). It fits two factors of the logits
 * on texts that the module did not learn from, and writes them into its weights. One factor is for the labels of texts.
 * The other is for the running label, at the end of a document and after each text of a thread.
 */
final class TemperatureScaling {
    /** The ratio of two neighbouring factors of the search, so that the best one is exact to about 1 %. */
    private static final double STEP = 1.02;

    private static final int STEPS = 80;
    private final TextModule module;
    private final byte[] archive;

    TemperatureScaling(TextModule module, byte[] archive) {
        this.module = module;
        this.archive = archive.clone();
    }

    /** The logits of all labels, and the index of the true label. */
    private record Prediction(List<Float> logits, int truth) {
        /** Returns the negative logarithm of the true label's probability, with logits multiplied by a factor. */
        double loss(double factor) {
            double trueLogit = logits.get(truth);
            return Math.log(logits.stream()
                    .mapToDouble(logit -> Math.exp(factor * (logit - trueLogit)))
                    .sum());
        }
    }

    /** Returns the module with the factors that fit the conversations best. Each conversation starts from zeros. */
    byte[] fit(List<Conversation> conversations) throws IOException {
        List<float[]> outputs = TextOutputs.compute(module, archive, conversations);
        List<Prediction> texts = new ArrayList<>();
        List<Prediction> running = new ArrayList<>();
        for (int i = 0; i < conversations.size(); i++) {
            Conversation conversation = conversations.get(i);
            for (int step = conversation.isThread() ? 0 : conversation.size() - 1; step < conversation.size(); step++) {
                int offset = step * module.sizes().output();
                TextStep text = conversation.steps().get(step);
                if (!conversation.isDocument()) {
                    texts.add(new Prediction(logits(outputs.get(i), offset), text.label()));
                }
                if (conversation.isDocument() || conversation.isThread()) {
                    running.add(new Prediction(logits(outputs.get(i), offset + module.labels()), text.mood()));
                }
            }
        }
        return withFactors((float) bestFactor(texts), (float) bestFactor(running));
    }

    private List<Float> logits(float[] y, int from) {
        return IntStream.range(from, from + module.labels()).mapToObj(i -> y[i]).toList();
    }

    private static double bestFactor(List<Prediction> predictions) {
        double best = 1;
        double leastLoss = Double.POSITIVE_INFINITY;
        for (int step : IntStream.rangeClosed(-STEPS, STEPS).toArray()) {
            double factor = Math.pow(STEP, step);
            double loss = predictions.stream()
                    .mapToDouble(prediction -> prediction.loss(factor))
                    .sum();
            if (loss < leastLoss) {
                leastLoss = loss;
                best = factor;
            }
        }
        return predictions.isEmpty() ? 1 : best;
    }

    private byte[] withFactors(float texts, float running) throws IOException {
        try (Network network = Network.trainable(archive);
                NDManager arrays = network.newArrays()) {
            NDArray parameter = Objects.requireNonNull(
                    network.weights().get(TextModule.INVERSE_TEMPERATURE), TextModule.INVERSE_TEMPERATURE);
            parameter.setRequiresGradient(false);
            float[] factors = new float[module.sizes().output()];
            Arrays.fill(factors, 0, module.labels(), texts);
            Arrays.fill(factors, module.labels(), factors.length, running);
            Network.copy(arrays.create(factors), parameter);
            return network.archive();
        }
    }
}
