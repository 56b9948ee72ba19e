package io.sluice.it;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The fields of a prediction that the tests read. Floats are read as float32, so equal means equal bit for bit. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Prediction(
        String key,
        long step,
        Source source,
        @JsonDeserialize(using = Numbers.class) List<Float> input,
        @JsonDeserialize(using = Numbers.class) List<Float> raw) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The numbers of an array, or of an object in the order of its fields. */
    private static final class Numbers extends JsonDeserializer<List<Float>> {
        @Override
        public List<Float> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            List<Float> numbers = new ArrayList<>();
            parser.<JsonNode>readValueAsTree().forEach(number -> numbers.add(number.floatValue()));
            return numbers;
        }
    }

    record Source(String topic, int partition, long offset) {}

    static Prediction parse(byte[] json) {
        try {
            return JSON.readValue(json, Prediction.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
