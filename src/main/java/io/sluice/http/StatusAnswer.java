package io.sluice.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.event.Timestamps;
import io.sluice.live.PipelineStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** The answer to the question what the pipeline does now. */
final class StatusAnswer {
    private final LivePipeline pipeline;
    private final long startNanos = System.nanoTime();

    StatusAnswer(LivePipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Returns the status now, with the figures of the last minute. */
    ObjectNode withMinute() {
        ObjectNode answer = now();
        answer.set("minute", history(pipeline.application().statuses()));
        return answer;
    }

    /** Returns the status now. */
    ObjectNode now() {
        ObjectNode answer = Answers.object()
                .put("instance", pipeline.instance())
                .put("state", pipeline.application().state())
                .put(
                        "since_s",
                        (System.currentTimeMillis() - pipeline.application().stateSince()) / 1000)
                .put("uptime_s", (System.nanoTime() - startNanos) / 1_000_000_000);
        answer.set("model", pipeline.model());
        PipelineStatus now = pipeline.application().status();
        addRates(answer, now);
        answer.set("partitions", partitions(now));
        answer.set("dead_letters", deadLetters(now));
        return answer;
    }

    private void addRates(ObjectNode answer, PipelineStatus now) {
        answer.putObject("rates")
                .put("events", rounded(now.events()))
                .put("predictions", rounded(now.predictions()))
                .put("dead_letters", rounded(now.deadLetters()));
        ObjectNode latency = answer.putObject("latency_ms");
        put(latency, "p50", now.latencyP50());
        put(latency, "p99", now.latencyP99());
        put(answer, "lag", lag(now));
        put(answer, "rows_per_call", now.rowsPerCall());
        put(answer, "alone_share", now.aloneShare());
        put(answer, "keys", now.keys());
        answer.put("incidents_open", pipeline.view().openIncidents()).put("alerts", rounded(now.alerts()));
    }

    private static OptionalLong lag(PipelineStatus now) {
        return now.lags().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        now.lags().values().stream().mapToLong(Long::longValue).sum());
    }

    private static ArrayNode partitions(PipelineStatus now) {
        ArrayNode partitions = Answers.array();
        now.lags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition)))
                .forEach(lag -> partitions
                        .addObject()
                        .put("topic", lag.getKey().topic())
                        .put("partition", lag.getKey().partition())
                        .put("lag", lag.getValue()));
        return partitions;
    }

    private static ObjectNode deadLetters(PipelineStatus now) {
        ObjectNode letters = Answers.object();
        now.letters().forEach((reason, count) -> letters.put(reason.code(), count));
        return letters;
    }

    /** Returns the figures of each of the last seconds. */
    private static ArrayNode history(List<PipelineStatus> minute) {
        ArrayNode seconds = Answers.array();
        for (PipelineStatus status : minute) {
            ObjectNode second = seconds.addObject()
                    .put("time", Timestamps.format(status.time()))
                    .put("events", rounded(status.events()))
                    .put("predictions", rounded(status.predictions()))
                    .put("dead_letters", rounded(status.deadLetters()))
                    .put("alerts", rounded(status.alerts()))
                    .put("incidents_open", status.incidentsOpen());
            put(second, "p99", status.latencyP99());
            put(second, "lag", lag(status));
            put(second, "rows_per_call", status.rowsPerCall());
        }
        return seconds;
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }

    private static void put(ObjectNode object, String field, OptionalLong number) {
        if (number.isPresent()) {
            object.put(field, number.getAsLong());
        } else {
            object.putNull(field);
        }
    }

    private static void put(ObjectNode object, String field, OptionalDouble number) {
        if (number.isPresent()) {
            object.put(field, rounded(number.getAsDouble()));
        } else {
            object.putNull(field);
        }
    }
}
