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
 * Folds into a module's weights the temperature (Guo et al. 2017) with which its probabilities fit texts that it did
 * not learn from: one for texts, one for the running mood at the end of a document and after each text of a thread.
 */
final class TemperatureScaling {
    private static final String PARAMETER = "sharpness";
    /** Factors of the logits that are tried: powers of this, so that the best is found to within a hundredth. */
    private static final double STEP = 1.02;

    private static final int STEPS = 80;
    private final TextModule cell;
    private final byte[] archive;

    TemperatureScaling(TextModule cell, byte[] archive) {
        this.cell = cell;
        this.archive = archive.clone();
    }

    /** Logits of all labels, and the truth. */
    private record Judgement(List<Float> logits, int truth) {
        /** The negative logarithm of the truth's probability, with logits multiplied by {@code factor}. */
        double loss(double factor) {
            double margin = logits.get(truth);
            return Math.log(logits.stream()
                    .mapToDouble(logit -> Math.exp(factor * (logit - margin)))
                    .sum());
        }
    }

    /** The module with the factors that fit these conversations best; each starts from zeros. */
    byte[] fit(List<Conversation> held) throws IOException {
        List<float[]> outputs = TextOutputs.of(cell, archive, held);
        List<Judgement> texts = new ArrayList<>();
        List<Judgement> runnings = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            Conversation one = held.get(i);
            for (int step = one.thread() ? 0 : one.size() - 1; step < one.size(); step++) {
                int at = step * cell.sizes().output();
                TextStep text = one.utterances().get(step);
                if (!one.document()) {
                    texts.add(new Judgement(logits(outputs.get(i), at), text.label()));
                }
                if (one.document() || one.thread()) {
                    runnings.add(new Judgement(logits(outputs.get(i), at + cell.labels()), text.mood()));
                }
            }
        }
        return with((float) best(texts), (float) best(runnings));
    }

    private List<Float> logits(float[] y, int from) {
        return IntStream.range(from, from + cell.labels()).mapToObj(i -> y[i]).toList();
    }

    private static double best(List<Judgement> judgements) {
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int step : IntStream.rangeClosed(-STEPS, STEPS).toArray()) {
            double factor = Math.pow(STEP, step);
            double loss =
                    judgements.stream().mapToDouble(one -> one.loss(factor)).sum();
            if (loss < least) {
                least = loss;
                best = factor;
            }
        }
        return judgements.isEmpty() ? 1 : best;
    }

    private byte[] with(float texts, float running) throws IOException {
        try (Network network = Network.trainable(archive);
                NDManager arrays = network.newArrays()) {
            NDArray factors = Objects.requireNonNull(network.weights().get(PARAMETER), PARAMETER);
            factors.setRequiresGradient(false);
            float[] values = new float[cell.sizes().output()];
            Arrays.fill(values, 0, cell.labels(), texts);
            Arrays.fill(values, cell.labels(), values.length, running);
            Network.copy(arrays.create(values), factors);
            return network.archive();
        }
    }
}
