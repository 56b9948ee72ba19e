package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.state.KeyState;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The effect of each gate at an event, as JSON. */
final class GatesAnswer {
    private GatesAnswer() {}

    /**
     * Returns the mean of each gate, and the share of the state that the event left as it was.
     *
     * @param before the state that the step continued; null if the key started
     * @param input the row x of the event
     * @return empty if the model does not show its gates
     */
    static Optional<ObjectNode> of(Gates gates, @Nullable KeyState before, JsonNode input) {
        double[] row = StreamSupport.stream(input.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        return gates.of(before, row).map(GatesAnswer::json);
    }

    private static ObjectNode json(Map<String, Double> means) {
        ObjectNode gates = Answers.object();
        means.forEach((name, mean) -> gates.put(name, (float) (double) mean));
        Double changed = means.getOrDefault("replaced", means.get("forgotten"));
        if (changed != null) {
            gates.put("kept", (float) (1 - changed));
        }
        return gates;
    }
}
