package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * What the demo reads of a sensor's prediction.
 *
 * @param expected what was forecast for the channel {@code value}, in its unit; NaN where nothing was yet
 * @param opened whether this event opens an incident
 */
record SensorPrediction(
        String key, Instant timestamp, long step, double score, double expected, boolean alert, boolean opened) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static SensorPrediction parse(byte[] json) {
        try {
            JsonNode prediction = JSON.readTree(json);
            JsonNode anomaly = prediction.required("anomaly");
            return new SensorPrediction(
                    prediction.required("key").textValue(),
                    Instant.parse(prediction.required("timestamp").textValue()),
                    prediction.required("step").longValue(),
                    anomaly.required("score").doubleValue(),
                    anomaly.required("expected").path("value").asDouble(Double.NaN),
                    anomaly.required("alert").booleanValue(),
                    anomaly.path("incident").path("phase").asText().equals("opened"));
        } catch (IOException e) {
            throw new UncheckedIOException("a prediction that is no JSON", e);
        }
    }
}
