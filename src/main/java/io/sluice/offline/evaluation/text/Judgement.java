package io.sluice.offline.evaluation.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.training.text.ClassificationMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction says of a text; nothing where the pipeline refused it.
 *
 * @param refusal why it did so; null where it did not
 */
record Judgement(
        Guess text, Guess running, boolean unsure, @Nullable String refusal) {
    private static final Guess NONE = new Guess("", Map.of());

    /** A label and the probabilities of all. */
    record Guess(String label, Map<String, Double> probabilities) {
        private static Guess of(JsonNode node) {
            Map<String, Double> probabilities = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> one : node.path("probabilities").properties()) {
                probabilities.put(one.getKey(), (double) one.getValue().floatValue());
            }
            return new Guess(node.path("label").asText(), Map.copyOf(probabilities));
        }

        /** Counts the guess. */
        void count(String truth, ClassificationMetrics figures) {
            if (equals(NONE)) {
                figures.refuse(truth);
            } else {
                figures.add(truth, label, confidence());
            }
        }

        /** The probability of the label that was given. */
        double confidence() {
            return probabilities.getOrDefault(label, 0.0);
        }
    }

    static Judgement of(JsonNode prediction) {
        JsonNode found = prediction.path("classification");
        return new Judgement(
                Guess.of(found),
                Guess.of(found.path("running")),
                found.path("unsure").asBoolean(),
                null);
    }

    static Judgement refused(String detail) {
        return new Judgement(NONE, NONE, true, detail);
    }

    boolean isRefused() {
        return refusal != null;
    }

    /**
     * Holds that there is something to measure.
     *
     * @param subject what is judged, for the message
     * @throws EvaluationException where every text was refused
     */
    static void requireAny(Map<String, List<Judgement>> judged, String subject) {
        List<Judgement> all = judged.values().stream().flatMap(List::stream).toList();
        if (all.stream().allMatch(Judgement::isRefused)) {
            throw new EvaluationException(subject + ": the pipeline refused all texts, " + all.size()
                    + " of them, so there is no figure; of the first it says: " + all.get(0).refusal);
        }
    }
}
