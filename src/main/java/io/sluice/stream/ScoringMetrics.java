package io.sluice.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.Internal;
import io.sluice.event.DeadLetterReason;
import io.sluice.state.Resumption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The pipeline's own meters. They count what was done, so under exactly-once what an aborted transaction undid is
 * counted again when it is done again.
 */
@Internal
public final class ScoringMetrics {
    private final Counter predictions;
    private final Counter deletions;
    private final Counter incidents;
    private final Counter swept;
    private final Counter textsCut;
    private final Counter tokensCut;
    private final Counter unknownItems;
    private final Timer step;
    private final DistributionSummary rows;
    private final Map<DeadLetterReason, Counter> deadLetters;
    private final Map<Alone, Counter> alone;
    private final Map<Resumption, Counter> resumptions;

    /** Why a record was not stepped with others. */
    public enum Alone {
        /** No consumer showed it before, as under TopologyTestDriver. */
        NOT_POLLED,
        /** Its outcome had been computed, but what that assumed was no longer so. */
        ASSUMPTION_FAILED
    }

    ScoringMetrics(MeterRegistry registry) {
        predictions = counter(registry, "sluice.predictions", "Predictions sent");
        deletions = counter(registry, "sluice.deletions", "Keys deleted by a record without value");
        incidents = counter(registry, "sluice.incidents.opened", "Incidents opened");
        swept = counter(registry, "sluice.keys.swept", "Expired keys removed from the store");
        textsCut = counter(registry, "sluice.texts.cut", "Texts of more tokens than the model takes");
        tokensCut = counter(registry, "sluice.tokens.cut", "Tokens that were cut off such texts");
        unknownItems =
                counter(registry, "sluice.items.unknown", "Events of items that are not in the model's vocabulary");
        step = Timer.builder("sluice.model.step")
                .description("Calls of the model")
                .register(registry);
        rows = DistributionSummary.builder("sluice.model.rows")
                .description("Rows a call of the model")
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
                "Records stepped without others",
                "why",
                Alone.values(),
                ScoringMetrics::tag);
        resumptions = counters(
                registry,
                "sluice.steps",
                "Steps by what they fed on",
                "state",
                Resumption.values(),
                ScoringMetrics::tag);
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

    private static <E extends Enum<E>> void increment(Map<E, Counter> counters, E value) {
        Objects.requireNonNull(counters.get(value), "there is a counter for each value")
                .increment();
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void predicted(boolean opensIncident) {
        predictions.increment();
        if (opensIncident) {
            incidents.increment();
        }
    }

    /** A text was scored without so many of its tokens, 0 for most. */
    void cutOff(int tokens) {
        if (tokens > 0) {
            textsCut.increment();
            tokensCut.increment(tokens);
        }
    }

    /** An item was scored, as unknown or not. */
    void unknownItem(boolean unknown) {
        if (unknown) {
            unknownItems.increment();
        }
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

    public void alone(Alone why) {
        increment(alone, why);
    }

    public void resumption(Resumption resumption) {
        increment(resumptions, resumption);
    }

    public void timeStep(int batchRows, Runnable call) {
        rows.record(batchRows);
        step.record(call);
    }
}
