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
                .flatMap(pipeline -> pipeline.faults().stream()
                        .map(fault -> pipeline.kind().name() + ": " + fault))
                .toList();
    }

    /** Returns the result as a line of JSON. */
    public String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("keys", keys).put("stateBytes", stateBytes).put("faults", faults().size());
        ArrayNode rows = json.putArray("recoveries");
        for (PipelineRecovery pipeline : pipelines) {
            pipeline.times().forEach(time -> write(rows.addObject(), pipeline, time));
        }
        return json.toString();
    }

    private static void write(ObjectNode row, PipelineRecovery pipeline, RecoveryTime time) {
        row.put("store", pipeline.kind().storeName())
                .put("standbys", pipeline.kind().standbys())
                .put("interruption", time.interruption().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("readySeconds", rounded(time.ready()))
                .put("firstPredictionSeconds", rounded(time.first()))
                .put("allPredictionsSeconds", rounded(time.all()))
                .put("restoredRecords", time.restored())
                .put("diskBytesPerKey", rounded(pipeline.bytes().disk()))
                .put("changelogBytesPerKey", rounded(pipeline.bytes().changelog()));
        if (!Double.isNaN(time.copies())) {
            row.put("copiesSeconds", rounded(time.copies()));
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
