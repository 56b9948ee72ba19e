package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the demo reads of a sensor's prediction.
 *
 * @param expected what was forecast for the channel {@code value}, in its unit; NaN where nothing was yet
 * @param opened whether this event opens an incident
 */
record SensorPrediction(double score, double expected, boolean opened) {
    static SensorPrediction of(JsonNode prediction) {
        JsonNode anomaly = prediction.required("anomaly");
        return new SensorPrediction(
                anomaly.required("score").doubleValue(),
                anomaly.required("expected").path("value").asDouble(Double.NaN),
                anomaly.path("incident").path("phase").asText().equals("opened"));
    }
}
