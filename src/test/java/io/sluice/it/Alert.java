package io.sluice.it;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The fields of an alert that was sent, without its explanation. Floats are read as float32, so equal alerts are equal
 * bit for bit.
 */
@JsonIgnoreProperties("explain")
record Alert(
        String key,
        String timestamp,
        String model,
        String version,
        long step,
        Prediction.Source source,
        Float score,
        Incident incident) {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Incident(String kind, String phase, String since, long step, float peak, String cause) {}

    static Alert parse(byte[] json) {
        try {
            return JSON.readValue(json, Alert.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
