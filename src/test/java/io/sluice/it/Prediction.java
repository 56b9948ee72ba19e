package io.sluice.it;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The fields of a prediction that the tests read. Floats are read as float32, so equal means equal bit for bit. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Prediction(String key, long step, Source source, List<Float> input, List<Float> raw) {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Source(String topic, int partition, long offset) {}

    static Prediction parse(byte[] json) {
        try {
            return JSON.readValue(json, Prediction.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
