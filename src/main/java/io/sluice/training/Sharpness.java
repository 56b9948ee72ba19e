package io.sluice.training;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Folds into a module's weights the temperature (Guo et al. 2017) with which its probabilities fit texts that it did not
 * learn from: one for single texts, one for the running mood at the end of a document.
 */
final class Sharpness {
    private static final String PARAMETER = "sharpness";
    /** Factors of the logits that are tried: powers of this, so that the best is found to within a hundredth. */
    private static final double STEP = 1.02;

    private static final int STEPS = 80;
    private static final int OUTPUTS = TextCell.outputs().size();

    private final TextCell cell;
    private final byte[] archive;

    Sharpness(TextCell cell, byte[] archive) {
        this.cell = cell;
        this.archive = archive.clone();
    }

    /** A logit of positive less that of negative, and the truth. */
    private record Judgement(double logit, boolean positive) {
        /** The negative logarithm of the truth's probability, with logits multiplied by {@code factor}. */
        double loss(double factor) {
            double margin = positive ? factor * logit : -factor * logit;
            return Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
        }
    }

    /** The module with the factors that fit these conversations best; each starts from zeros. */
    byte[] fit(List<Conversation> held) throws IOException {
        List<float[]> outputs = TextOutputs.of(cell, archive, held);
        List<Judgement> texts = new ArrayList<>();
        List<Judgement> documents = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            Utterance last = held.get(i).utterances().get(held.get(i).size() - 1);
            boolean isDocument = held.get(i).document();
            int at = (held.get(i).size() - 1) * OUTPUTS + (isDocument ? 2 : 0);
            float logit = outputs.get(i)[at + 1] - outputs.get(i)[at];
            (isDocument ? documents : texts).add(new Judgement(logit, last.mood() > 0.5));
        }
        return with((float) best(texts), (float) best(documents));
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
        try (Network network = Network.trainable(archive)) {
            NDArray factors = Objects.requireNonNull(network.weights().get(PARAMETER), PARAMETER);
            factors.setRequiresGradient(false);
            factors.set(new float[] {texts, texts, running, running});
            return network.archive();
        }
    }
}
