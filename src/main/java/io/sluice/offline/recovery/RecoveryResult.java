package io.sluice.offline.recovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * What all pipelines have shown.
 *
 * @param stateBytes the bytes of a state
 */
public record RecoveryResult(int keys, int stateBytes, List<PipelineRecovery> pipelines) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public RecoveryResult {
        pipelines = List.copyOf(pipelines);
    }

    /** Returns the events without prediction and the lost states; nothing if all is well. */
    public List<String> faults() {
        return pipelines.stream()
                .flatMap(pipeline ->
                        pipeline.faults().stream().map(fault -> pipeline.kind().name() + ": " + fault))
                .toList();
    }

    /** Returns the result as a line of JSON. */
    public String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("keys", keys).put("state_bytes", stateBytes).put("faults", faults().size());
        ArrayNode rows = json.putArray("recoveries");
        for (PipelineRecovery pipeline : pipelines) {
            pipeline.times().forEach(time -> write(rows.addObject(), pipeline, time));
        }
        return json.toString();
    }

    private static void write(ObjectNode row, PipelineRecovery pipeline, RecoveryTime time) {
        row.put("store", pipeline.kind().storeName());
        row.put("standbys", pipeline.kind().standbys());
        row.put(
                "interruption",
                time.interruption().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        put(row, "ready_seconds", time.ready());
        put(row, "first_prediction_seconds", time.first());
        put(row, "all_predictions_seconds", time.all());
        put(row, "copies_seconds", time.copies());
        row.put("restored_records", time.restored());
        put(row, "disk_bytes_per_key", pipeline.bytes().disk());
        put(row, "changelog_bytes_per_key", pipeline.bytes().changelog());
    }

    /** Leaves out what has no value, because JSON has no name for it but null. */
    private static void put(ObjectNode row, String name, double value) {
        if (!Double.isNaN(value)) {
            row.put(name, Math.round(value * 10) / 10.0);
        }
    }
}
