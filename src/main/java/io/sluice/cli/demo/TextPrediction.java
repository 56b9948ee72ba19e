package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The part of a classification that the demo uses.
 *
 * @param text the label of this text
 * @param unsure true if the model is unsure about this text
 * @param running the label of the author's texts so far
 */
record TextPrediction(Label text, boolean unsure, Label running) {
    /** A label and its probability. */
    record Label(String name, double probability) {
        private static Label parse(JsonNode labelled) {
            String name = labelled.required("label").textValue();
            return new Label(
                    name, labelled.required("probabilities").required(name).doubleValue());
        }
    }

    static TextPrediction parse(JsonNode prediction) {
        JsonNode classification = prediction.required("classification");
        return new TextPrediction(
                Label.parse(classification),
                classification.required("unsure").booleanValue(),
                Label.parse(classification.required("running")));
    }
}
