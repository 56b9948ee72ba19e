package io.sluice.offline.evaluation.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.Refusal;
import io.sluice.offline.training.text.ClassificationMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result for a text: a prediction, or a refusal of the pipeline.
 *
 * @param text the label of the text alone
 * @param running the running label after the text
 * @param unsure true if the model is unsure of the text, or the text was refused
 * @param refusal the refusal, or null for a prediction
 */
record TextOutcome(
        Classification text,
        Classification running,
        boolean unsure,
        @Nullable Refusal refusal) {
    private static final Classification NONE = new Classification("", Map.of());

    /** The predicted label, and the probability of every label. */
    record Classification(String label, Map<String, Double> probabilities) {
        private static Classification read(JsonNode node) {
            Map<String, Double> probabilities = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> one : node.path("probabilities").properties()) {
                probabilities.put(one.getKey(), (double) one.getValue().floatValue());
            }
            return new Classification(node.path("label").asText(), Map.copyOf(probabilities));
        }

        /** Adds the result to metrics. A refused text counts as wrong. */
        void count(String truth, ClassificationMetrics metrics) {
            if (equals(NONE)) {
                metrics.refuse(truth);
            } else {
                metrics.add(truth, label, confidence());
            }
        }

        /** Returns the probability of the predicted label. */
        double confidence() {
            return probabilities.getOrDefault(label, 0.0);
        }
    }

    static TextOutcome read(JsonNode prediction) {
        JsonNode classification = prediction.path("classification");
        return new TextOutcome(
                Classification.read(classification),
                Classification.read(classification.path("running")),
                classification.path("unsure").asBoolean(),
                null);
    }

    static TextOutcome refused(Refusal refusal) {
        return new TextOutcome(NONE, NONE, true, refusal);
    }

    private static String detail(TextOutcome refused) {
        return Objects.requireNonNull(refused.refusal).detail();
    }

    boolean isRefused() {
        return refusal != null;
    }

    /**
     * Checks that the pipeline scored at least one text.
     *
     * @param subject the model and the data, for the message
     * @throws EvaluationException if every text was refused
     */
    static void requireAny(Map<String, List<TextOutcome>> outcomes, String subject) {
        List<TextOutcome> all = outcomes.values().stream().flatMap(List::stream).toList();
        if (all.stream().allMatch(TextOutcome::isRefused)) {
            throw new EvaluationException(subject + ": the pipeline refused all " + all.size()
                    + " texts, so there is no metric; the reason for the first: " + detail(all.get(0)));
        }
    }
}
