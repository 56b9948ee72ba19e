package io.sluice.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.engine.EngineListener;
import io.sluice.engine.Outcome;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.IgnoredValue;
import io.sluice.state.Resumption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The pipeline's own meters. They count work done. Work that an aborted transaction undid is counted again when it is
 * repeated.
 */
final class ScoringMetrics implements EngineListener {
    private final Counter predictions;
    private final Counter deletions;
    private final Counter incidents;
    private final Counter swept;
    private final Counter textsCut;
    private final Counter tokensCut;
    private final Counter unknownItems;
    private final Counter timestampsBounded;
    private final Counter discarded;
    private final Timer step;
    private final DistributionSummary rows;
    private final Map<DeadLetterReason, Counter> deadLetters;
    private final Map<Alone, Counter> alone;
    private final Map<Resumption, Counter> resumptions;
    private final Map<IgnoredValue, Counter> ignored;

    /** @param channels the channels of the model; empty if its input is not numeric */
    ScoringMetrics(MeterRegistry registry, List<String> channels) {
        predictions = counter(registry, "sluice.predictions", "Predictions sent");
        deletions = counter(registry, "sluice.deletions", "Keys deleted by a record without a value");
        incidents = counter(registry, "sluice.incidents.opened", "Incidents opened");
        swept = counter(registry, "sluice.keys.swept", "Expired keys removed from the store");
        textsCut = counter(registry, "sluice.texts.cut", "Texts with more tokens than the model takes");
        tokensCut = counter(registry, "sluice.tokens.cut", "Tokens cut off from texts that are too long");
        unknownItems = counter(registry, "sluice.items.unknown", "Events with an item outside the model's vocabulary");
        timestampsBounded = counter(
                registry,
                "sluice.timestamps.bounded",
                "Records whose timestamp the topics would not accept, and that got the nearest time");
        discarded = counter(
                registry, "sluice.steps.discarded", "Steps computed ahead and dropped, because another order came");
        step = Timer.builder("sluice.model.step")
                .description("Calls of the model")
                .register(registry);
        rows = DistributionSummary.builder("sluice.model.rows")
                .description("Rows in a call of the model, padding included")
                .register(registry);
        deadLetters = counters(
                registry,
                "sluice.dead.letters",
                "Records sent to the dead letters",
                "reason",
                DeadLetterReason.values(),
                DeadLetterReason::code);
        alone = counters(
                registry,
                "sluice.steps.alone",
                "Records stepped alone, by reason",
                "why",
                Alone.values(),
                ScoringMetrics::tag);
        resumptions = counters(
                registry,
                "sluice.steps",
                "Steps by the state that they started from",
                "state",
                Resumption.values(),
                ScoringMetrics::tag);
        ignored = channels.stream()
                .flatMap(channel -> Arrays.stream(IgnoredValue.Why.values()).map(why -> new IgnoredValue(channel, why)))
                .collect(Collectors.toUnmodifiableMap(value -> value, value -> ignored(registry, value)));
    }

    private static Counter ignored(MeterRegistry registry, IgnoredValue value) {
        return Counter.builder("sluice.values.ignored")
                .description("Values taken as missing: codes for a missing reading, or outside their range")
                .tag("channel", value.channel())
                .tag("why", tag(value.why()))
                .register(registry);
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(
            MeterRegistry registry,
            String name,
            String description,
            String tag,
            E[] values,
            Function<E, String> label) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(value -> value, value -> Counter.builder(name)
                .description(description)
                .tag(tag, label.apply(value))
                .register(registry)));
    }

    private static <V> void increment(Map<V, Counter> counters, V value) {
        Objects.requireNonNull(counters.get(value), "there is a counter for each value")
                .increment();
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Counts a prediction and what it says. */
    void scored(Outcome.Scored scored) {
        predictions.increment();
        if (scored.opensIncident()) {
            incidents.increment();
        }
        if (scored.tokensCut() > 0) {
            textsCut.increment();
            tokensCut.increment(scored.tokensCut());
        }
        if (scored.isOfUnknownItem()) {
            unknownItems.increment();
        }
        scored.ignored().forEach(value -> increment(ignored, value));
    }

    /** Counts a record whose timestamp was moved into the bounds of the topics. */
    void timestampBounded() {
        timestampsBounded.increment();
    }

    void deleted() {
        deletions.increment();
    }

    void swept(int keys) {
        swept.increment(keys);
    }

    void deadLetter(DeadLetterReason reason) {
        increment(deadLetters, reason);
    }

    @Override
    public void steppedAlone(Alone reason) {
        increment(alone, reason);
    }

    @Override
    public void discarded(int outcomes) {
        discarded.increment(outcomes);
    }

    @Override
    public void started(Resumption resumption) {
        increment(resumptions, resumption);
    }

    @Override
    public void step(int batchRows, Runnable call) {
        rows.record(batchRows);
        step.record(call);
    }
}
