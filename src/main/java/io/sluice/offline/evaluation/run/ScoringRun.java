package io.sluice.offline.evaluation.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sends events through the pipeline, in this process or through a broker. */
public interface ScoringRun {
    /**
     * Scores the events of all keys, each key from a fresh state. The keys advance together, each in its own order.
     *
     * @param read converts a prediction to a result
     * @param refused converts a dead letter to a result
     * @return the results of each key in the order of its events
     */
    <T> Map<String, List<T>> score(List<KeyEvents> keys, Function<JsonNode, T> read, Function<Refusal, T> refused);
}
