package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the demo reads of a text's prediction.
 *
 * @param text the label of this text
 * @param running the label of the author so far
 */
record TextPrediction(Label text, boolean unsure, Label running) {
    /** A label and how likely it is. */
    record Label(String name, double probability) {
        private static Label of(JsonNode labelled) {
            String name = labelled.required("label").textValue();
            return new Label(
                    name, labelled.required("probabilities").required(name).doubleValue());
        }
    }

    static TextPrediction of(JsonNode prediction) {
        JsonNode classification = prediction.required("classification");
        return new TextPrediction(
                Label.of(classification),
                classification.required("unsure").booleanValue(),
                Label.of(classification.required("running")));
    }
}
