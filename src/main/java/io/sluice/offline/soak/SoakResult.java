package io.sluice.offline.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a soak.
 *
 * @param seconds the time from the first to the last event
 * @param events the events that were sent
 * @param overload what came of too many events; null if the rate was steady
 */
public record SoakResult(
        double seconds,
        long events,
        List<PipelineOutcome> pipelines,
        @Nullable Overload overload) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public SoakResult {
        pipelines = List.copyOf(pipelines);
    }

    /** Returns what speaks against the pipelines, in sentences; none if all is well. */
    public List<String> shortcomings() {
        List<String> reasons = new ArrayList<>();
        if (overload == null) {
            pipelines.forEach(pipeline -> reasons.addAll(pipeline.shortcomings()));
        } else {
            pipelines.forEach(pipeline -> reasons.addAll(pipeline.predictionFaults()));
            overload.pipelines().forEach(pipeline -> reasons.addAll(pipeline.shortcomings()));
        }
        return reasons;
    }

    /** Returns what one must know to read the figures, in sentences. It speaks against no pipeline. */
    public List<String> notes() {
        return overload == null
                ? pipelines.stream().flatMap(each -> each.notes().stream()).toList()
                : List.of();
    }

    /** Returns the result as one line of JSON. */
    public String json() {
        ObjectNode json =
                JSON.createObjectNode().put("minutes", tenths(seconds / 60)).put("events", events);
        ObjectNode predictions = json.putObject("predictions");
        pipelines.forEach(each -> predictions.put(each.store(), each.predictions()));
        json.put("lost", pipelines.stream().mapToLong(PipelineOutcome::lost).sum());
        if (overload == null) {
            putGrowth(json);
        } else {
            put(json, overload);
        }
        return text(json);
    }

    private void putGrowth(ObjectNode json) {
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
    }

    private void put(ObjectNode json, Overload found) {
        json.put("rate", Math.round(found.rate()));
        ObjectNode capacity = json.putObject("capacity");
        ObjectNode throughput = json.putObject("throughput");
        ObjectNode kept = json.putObject("kept_percent");
        ObjectNode catchUp = json.putObject("catch_up_seconds");
        for (OverloadOutcome each : found.pipelines()) {
            capacity.put(each.store(), Math.round(each.capacity()));
            throughput.put(each.store(), Math.round(each.throughput()));
            putIfKnown(kept, each.store(), each.keptPercent());
            putIfKnown(catchUp, each.store(), each.catchUpSeconds());
        }
        ObjectNode peak = json.putObject("peak_resident_bytes");
        pipelines.forEach(each -> peak.put(each.store(), each.peakResident()));
    }

    private static void put(ObjectNode node, String store, Window.Count count) {
        node.putObject(store).put("begin", count.begin()).put("end", count.end());
    }

    private static void putIfKnown(ObjectNode node, String store, double value) {
        if (Double.isFinite(value)) {
            node.put(store, tenths(value));
        }
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
