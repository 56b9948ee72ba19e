package io.sluice.offline.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a soak.
 *
 * @param seconds the time from the first to the last event
 * @param events the events that were sent
 */
public record SoakResult(double seconds, long events, List<PipelineOutcome> pipelines) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public SoakResult {
        pipelines = List.copyOf(pipelines);
    }

    /** Returns what speaks against the pipelines, in sentences; none if all is well. */
    public List<String> shortcomings() {
        List<String> reasons = new ArrayList<>();
        pipelines.forEach(pipeline -> reasons.addAll(pipeline.shortcomings()));
        return reasons;
    }

    /** Returns the result as one line of JSON. */
    public String json() {
        ObjectNode json = JSON.createObjectNode().put("minutes", tenths(seconds / 60)).put("events", events);
        ObjectNode predictions = json.putObject("predictions");
        pipelines.forEach(each -> predictions.put(each.store(), each.predictions()));
        json.put("lost", pipelines.stream().mapToLong(PipelineOutcome::lost).sum());
        ObjectNode resident = json.putObject("resident_growth_percent");
        ObjectNode heap = json.putObject("heap_growth_percent");
        ObjectNode threads = json.putObject("threads");
        ObjectNode files = json.putObject("files");
        for (PipelineOutcome each : pipelines) {
            each.heapGrowthPercent().ifPresent(grown -> heap.put(each.store(), tenths(grown)));
            each.window().ifPresent(window -> {
                resident.put(each.store(), tenths(window.residentGrowthPercent()));
                put(threads, each.store(), window.threads());
                put(files, each.store(), window.files());
            });
        }
        return text(json);
    }

    private static void put(ObjectNode node, String store, Window.Count count) {
        node.putObject(store).put("begin", count.begin()).put("end", count.end());
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static String text(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
