package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.demo.DemoScenario.Event;
import io.sluice.cli.demo.DemoScenario.Findings;
import io.sluice.cli.demo.DemoScenario.Scored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Joins predictions with the events that caused them, and counts both. One thread may send while another one receives.
 *
 * <p>The join is also a check: each valid event must have exactly one prediction, with the step number that the
 * simulation expects, see {@link DeliveryCheck}.
 */
final class OutcomeTracker {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Step, SentEvent> inFlight = new ConcurrentHashMap<>();
    private final Latencies latencies = new Latencies();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final AtomicLong events = new AtomicLong();
    private long startNanos;
    private long predictions;
    private final DeliveryCheck delivery = new DeliveryCheck();
    private final AtomicLong deadLetterCount = new AtomicLong();
    private long lastNanos;
    private final Pauses pauses = new Pauses();

    private record Step(String key, long number) {}

    /** @param nanos the time of sending; {@link #NO_TIME} if the event does not count for the latency */
    private record SentEvent(Event event, long nanos) {}

    private static final long NO_TIME = Long.MIN_VALUE;

    /** Begins to count the time of the demo. */
    void begin(long nanos) {
        startNanos = nanos;
        lastNanos = nanos;
    }

    /** Records an event of the past that is about to be sent, whose latency does not count. */
    void filling(Event event) {
        sending(event, NO_TIME);
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
     * @return empty if its event had a prediction before
     * @throws IllegalStateException if the event of this prediction was never sent
     */
    Optional<Scored> predicted(byte[] json, long nanos) {
        JsonNode prediction = parse(json);
        Step step = new Step(
                prediction.required("key").textValue(),
                prediction.required("step").longValue());
        pauses.predicted(nanos);
        if (!delivery.predicted(step.key(), step.number())) {
            return Optional.empty();
        }
        SentEvent sent = inFlight.remove(step);
        if (sent == null) {
            throw new IllegalStateException(
                    "step " + step.number() + " of key " + step.key() + " was predicted, but its event was never sent");
        }
        predictions++;
        lastNanos = nanos;
        if (sent.nanos != NO_TIME) {
            latencies.add(nanos - sent.nanos);
        }
        return Optional.of(sent.event.scorer().apply(prediction));
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
        deadLetterCount.incrementAndGet();
    }

    /** Returns the number of events without an outcome so far: neither a prediction nor a dead letter. */
    long outstanding() {
        return events.get() - predictions - deadLetterCount.get();
    }

    /** Returns the number of events sent. */
    long sent() {
        return events.get();
    }

    /** Returns the number of dead letters. */
    long deadLetters() {
        return deadLetterCount.get();
    }

    /** Returns what the check of the predictions has found. Any thread may call this method. */
    DeliveryCheck.Counts delivery() {
        return delivery.counts();
    }

    /** Forgets earlier pauses. Any thread may call this method. */
    void beginPause(long nanos) {
        pauses.begin(nanos);
    }

    /** Returns the longest time without a prediction since {@link #beginPause}. Any thread may call this method. */
    long longestPauseMillis(long nanos) {
        return pauses.longestMillis(nanos);
    }

    /**
     * Checks the predictions at the end, when no event waits for one.
     *
     * @throws IllegalStateException if an event was lost, or predicted twice or out of order
     */
    void requireExactlyOnce() {
        DeliveryCheck.Counts counts = delivery.counts();
        if (!counts.isExactlyOnce()) {
            throw new IllegalStateException("the pipeline lost " + counts.lost() + " events, predicted "
                    + counts.doubled() + " twice, and " + counts.outOfOrder() + " out of order");
        }
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
