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
 * Joins predictions with the events that caused them, and counts both. One thread may send while another one receives.
 *
 * <p>The join is also a check: each valid event must have exactly one prediction, with the step number that the
 * simulation expects.
 */
final class OutcomeTracker {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Step, SentEvent> inFlight = new ConcurrentHashMap<>();
    private final Latencies latencies = new Latencies();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final AtomicLong events = new AtomicLong();
    private final long startNanos;
    private long predictions;
    private long deadLetterCount;
    private long lastNanos;

    private record Step(String key, long number) {}

    private record SentEvent(Event event, long nanos) {}

    OutcomeTracker(long startNanos) {
        this.startNanos = startNanos;
        this.lastNanos = startNanos;
    }

    /** Records an event that is about to be sent. Only one thread may call this method. */
    void sending(Event event, long nanos) {
        if (event.step() > 0) {
            inFlight.put(new Step(event.key(), event.step()), new SentEvent(event, nanos));
        }
        events.incrementAndGet();
    }

    /**
     * Records a received prediction, and compares it with the ground truth of its event.
     *
     * @param json the prediction as it was received
     * @param nanos the time of receipt, as {@link System#nanoTime} gives it
     * @throws IllegalStateException if no event waits for this prediction
     */
    Scored predicted(byte[] json, long nanos) {
        JsonNode prediction = parse(json);
        Step step = new Step(
                prediction.required("key").textValue(),
                prediction.required("step").longValue());
        SentEvent sent = inFlight.remove(step);
        if (sent == null) {
            throw new IllegalStateException("step " + step.number() + " of key " + step.key()
                    + " was predicted twice, or its event was never sent");
        }
        predictions++;
        lastNanos = nanos;
        latencies.add(nanos - sent.nanos);
        return sent.event.scorer().apply(prediction);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a prediction is not JSON", e);
        }
    }

    /** Records a dead letter with its reason code. */
    void deadLetter(String reason) {
        deadLetters.merge(reason, 1L, Long::sum);
        deadLetterCount++;
    }

    /** Returns the number of events without an outcome so far: neither a prediction nor a dead letter. */
    long outstanding() {
        return events.get() - predictions - deadLetterCount;
    }

    /** Returns all counts so far, with the findings of the scenario. */
    DemoSummary summary(Findings findings) {
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
