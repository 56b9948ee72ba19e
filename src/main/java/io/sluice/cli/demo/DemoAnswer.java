package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.event.Timestamps;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the simulation did, and what came of its events, as JSON for the page. Any thread may ask. */
final class DemoAnswer {
    private final DemoScenario scenario;
    private final OutcomeTracker tracker;
    private final DemoPipeline pipeline;

    DemoAnswer(DemoScenario scenario, OutcomeTracker tracker, DemoPipeline pipeline) {
        this.scenario = scenario;
        this.tracker = tracker;
        this.pipeline = pipeline;
    }

    ObjectNode now() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("subject", scenario.setup().subject());
        ArrayNode faults = answer.putArray("faults");
        scenario.faults()
                .forEach(fault -> faults.addObject().put("kind", fault.kind()).put("title", fault.title()));
        ArrayNode truth = answer.putArray("truth");
        scenario.truth().forEach(one -> add(truth.addObject(), one));
        pipeline.describe(answer);
        DeliveryCheck.Counts counts = tracker.delivery();
        return answer.put("sent", tracker.sent())
                .put("predicted", counts.predicted())
                .put("dead_letters", tracker.deadLetters())
                .put("lost", counts.lost())
                .put("doubled", counts.doubled())
                .put("out_of_order", counts.outOfOrder());
    }

    private static void add(ObjectNode answer, Truth truth) {
        answer.put("key", truth.key())
                .put("kind", truth.kind())
                .put("title", truth.title())
                .put("from_step", truth.fromStep())
                .put("to_step", truth.toStep())
                .put("from", time(truth.from()))
                .put("to", time(truth.to()))
                .put("found", truth.delay() != null)
                .put("delay_events", truth.delay());
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : Timestamps.format(time.toEpochMilli());
    }
}
