package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.live.LiveEvent;
import io.sluice.live.WhatIf.Predicted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds for the events of a series what was usual before each, and its gates. The pipeline does not keep both: the
 * events run again, from the states that are kept now and then.
 */
final class SeriesExplanation {
    /** What a second prediction has otherwise: names, and what only an explained prediction has. */
    private static final List<String> NOT_COMPARED =
            List.of("key", "model", "version", "source", "explain", "input", "raw");

    private final LivePipeline pipeline;

    SeriesExplanation(LivePipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Explains the latest events of a key.
     *
     * @return the fields {@code usual} and {@code gates} of each event that can run again with the same prediction
     */
    Map<LiveEvent, ObjectNode> of(String key, int limit) {
        Map<LiveEvent, ObjectNode> explanations = new HashMap<>();
        pipeline.explainer().again(pipeline.view().stretches(key, limit)).forEach((event, again) -> {
            ObjectNode prediction = Answers.prediction(again.prediction());
            if (isSame(event, prediction)) {
                explanations.put(event, explanation(again, prediction));
            }
        });
        return explanations;
    }

    private static boolean isSame(LiveEvent event, ObjectNode again) {
        return Answers.prediction(event.prediction())
                .remove(NOT_COMPARED)
                .equals(again.deepCopy().remove(NOT_COMPARED));
    }

    private ObjectNode explanation(Predicted again, ObjectNode prediction) {
        ObjectNode explanation = Answers.object();
        ObjectNode usual = Answers.object();
        prediction.at("/explain/channels").properties().forEach(channel -> {
            if (channel.getValue().path("usual").isObject()) {
                usual.set(channel.getKey(), channel.getValue().get("usual"));
            }
        });
        if (!usual.isEmpty()) {
            explanation.set("usual", usual);
        }
        JsonNode input = prediction.path("input");
        GatesAnswer.of(pipeline.gates(), again.before(), input).ifPresent(gates -> explanation.set("gates", gates));
        return explanation;
    }
}
