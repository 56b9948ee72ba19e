package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.demo.DemoScenario.Event;
import io.sluice.cli.demo.DemoScenario.Findings;
import io.sluice.cli.demo.DemoScenario.Scored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Joins the predictions to the events that they belong to, and counts. One thread may send while another receives.
 *
 * <p>It holds the pipeline to its word: each valid event has one prediction, with the step that the simulation counted.
 */
final class DemoTally {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Step, Sent> inFlight = new ConcurrentHashMap<>();
    private final Latencies latencies = new Latencies();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final AtomicLong events = new AtomicLong();
    private final long startNanos;
    private long predictions;
    private long deadLetterCount;
    private long lastNanos;

    private record Step(String key, long step) {}

    private record Sent(Event event, long nanos) {}

    DemoTally(long startNanos) {
        this.startNanos = startNanos;
        this.lastNanos = startNanos;
    }

    /** Notes an event that is about to be sent; by one thread. */
    void sending(Event event, long nanos) {
        if (event.step() > 0) {
            inFlight.put(new Step(event.key(), event.step()), new Sent(event, nanos));
        }
        events.incrementAndGet();
    }

    /** Notes a prediction that was received, and judges it. */
    Scored received(byte[] json, long nanos) {
        JsonNode prediction = parse(json);
        Step step = new Step(
                prediction.required("key").textValue(),
                prediction.required("step").longValue());
        Sent sent = inFlight.remove(step);
        if (sent == null) {
            throw new IllegalStateException(
                    "step " + step.step() + " of " + step.key() + " was predicted twice, or never sent");
        }
        predictions++;
        lastNanos = nanos;
        latencies.add(nanos - sent.nanos);
        return sent.event.judge().apply(prediction);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a prediction that is no JSON", e);
        }
    }

    void deadLetter(String reason) {
        deadLetters.merge(reason, 1L, Long::sum);
        deadLetterCount++;
    }

    /** How many events were sent and neither predicted nor sent to the dead letters so far. */
    long outstanding() {
        return events.get() - predictions - deadLetterCount;
    }

    DemoSummary figures(Findings findings) {
        return new DemoSummary(
                (lastNanos - startNanos) / 1e9,
                events.get(),
                predictions,
                latencies.percentile(50),
                latencies.percentile(99),
                deadLetters,
                findings);
    }
}
