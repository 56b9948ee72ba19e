package io.sluice.offline.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.Refusal;
import io.sluice.offline.evaluation.run.ScoringRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A run without a model, which remembers the events.
 *
 * @param anomaly returns the fields of an event's {@code anomaly} as JSON
 * @param seen the keys with their events
 */
record PredictingRun(Function<JsonNode, String> anomaly, List<KeyEvents> seen) implements ScoringRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    PredictingRun(Function<JsonNode, String> anomaly) {
        this(anomaly, new ArrayList<>());
    }

    @Override
    public <T> Map<String, List<T>> score(
            List<KeyEvents> keys, Function<JsonNode, T> read, Function<Refusal, T> refused) {
        seen.addAll(keys);
        return keys.stream().collect(Collectors.toMap(KeyEvents::key, key -> key.events().stream()
                .map(this::predict)
                .map(read)
                .toList()));
    }

    private JsonNode predict(String event) {
        try {
            return JSON.readTree("{\"anomaly\": {" + anomaly.apply(JSON.readTree(event)) + "}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
