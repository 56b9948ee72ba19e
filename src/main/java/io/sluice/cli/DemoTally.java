package io.sluice.cli;

import io.sluice.simulation.Fault;
import io.sluice.simulation.FaultLedger;
import io.sluice.simulation.SensorEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Joins the predictions to the events that they belong to, and counts. One thread may send while another receives.
 *
 * <p>It holds the pipeline to its word: each valid event has one prediction, with the step that the fleet counted.
 */
final class DemoTally {
    private final Map<Step, Sent> inFlight = new ConcurrentHashMap<>();
    private final FaultLedger ledger = new FaultLedger();
    private final Latencies latencies = new Latencies();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final AtomicLong events = new AtomicLong();
    private final long startNanos;
    private long predictions;
    private long deadLetterCount;
    private long lastNanos;

    private record Step(String key, long step) {}

    private record Sent(SensorEvent event, long nanos) {}

    /**
     * A prediction and the truth about it.
     *
     * @param explanation the fault that explains the incident opened here; null where none was opened or it is false
     */
    record Scored(
            SensorPrediction prediction,
            SensorEvent event,
            @Nullable Fault explanation) {
        /** What the sensor said, NaN where it said nothing. */
        double reading() {
            return event.readings().getOrDefault("value", Double.NaN);
        }

        /** The fault that begins with this event. */
        @Nullable
        Fault begins() {
            Fault fault = event.fault();
            return fault != null && fault.first() == event.step() ? fault : null;
        }
    }

    DemoTally(long startNanos) {
        this.startNanos = startNanos;
        this.lastNanos = startNanos;
    }

    /** Notes an event that is about to be sent; by one thread. */
    void sending(SensorEvent event, long nanos) {
        if (event.step() > 0) {
            inFlight.put(new Step(event.key(), event.step()), new Sent(event, nanos));
        }
        events.incrementAndGet();
    }

    /** Notes a prediction that was received. */
    Scored received(SensorPrediction prediction, long nanos) {
        Sent sent = inFlight.remove(new Step(prediction.key(), prediction.step()));
        if (sent == null) {
            throw new IllegalStateException(
                    "step " + prediction.step() + " of " + prediction.key() + " was predicted twice, or never sent");
        }
        predictions++;
        lastNanos = nanos;
        latencies.add(nanos - sent.nanos);
        return new Scored(prediction, sent.event, judge(prediction, sent.event));
    }

    private @Nullable Fault judge(SensorPrediction prediction, SensorEvent event) {
        Fault fault = event.fault();
        if (fault != null) {
            ledger.inject(fault);
        }
        ledger.score(prediction.key(), prediction.step());
        return prediction.opened() ? ledger.alert(prediction.key(), prediction.step()) : null;
    }

    void deadLetter(String reason) {
        deadLetters.merge(reason, 1L, Long::sum);
        deadLetterCount++;
    }

    /** How many events were sent and neither predicted nor sent to the dead letters so far. */
    long outstanding() {
        return events.get() - predictions - deadLetterCount;
    }

    DemoFigures figures() {
        return new DemoFigures(
                (lastNanos - startNanos) / 1e9,
                events.get(),
                predictions,
                latencies.percentile(50),
                latencies.percentile(99),
                deadLetters,
                ledger.report());
    }
}
