package io.sluice.offline.evaluation.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Takes events through the pipeline: in this process, or by way of a broker. */
public interface ScoringRun {
    /**
     * Scores the events of every key from a fresh state. Keys advance side by side, each in its own order.
     *
     * @param read what is kept of a prediction
     * @param refused what is kept of an event that goes to the dead letters, made of the detail of why
     * @return what was kept, for each key in the order of its events
     */
    <T> Map<String, List<T>> score(List<KeyEvents> keys, Function<JsonNode, T> read, Function<String, T> refused);
}
