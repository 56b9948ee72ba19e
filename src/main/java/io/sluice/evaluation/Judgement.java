package io.sluice.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.training.ClassificationFigures;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a prediction says of a text; nothing where the pipeline refused it. */
record Judgement(Guess text, Guess running, boolean unsure) {
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
        void count(String truth, ClassificationFigures figures) {
            figures.add(truth, label, confidence());
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
                found.path("unsure").asBoolean());
    }

    static Judgement refused(String detail) {
        return new Judgement(NONE, NONE, true);
    }

    boolean isRefused() {
        return text.equals(NONE);
    }
}
