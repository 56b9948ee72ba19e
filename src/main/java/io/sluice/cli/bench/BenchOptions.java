package io.sluice.cli.bench;

import io.sluice.Internal;
import io.sluice.cli.common.OptionRange;
import io.sluice.config.SluiceConfig;
import io.sluice.offline.bench.BenchPlan;
import io.sluice.offline.bench.EventTime;
import io.sluice.offline.bench.Variant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what a benchmark measures. */
@Internal
public final class BenchOptions {
    private static final int MOST_EVENTS = 100_000_000;
    private static final int MOST_KEYS = 10_000_000;
    private static final int MOST_RATE = 1_000_000;
    private static final int MOST_SECONDS = 3600;
    private static final double MOST_SKEW = 10;

    /** The smallest number of events of which the 99.9th percentile is not simply the largest. */
    private static final int LEAST_LATENCIES = 1000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--variants",
            split = ",",
            defaultValue = "look-ahead,one-by-one,identity,stock",
            converter = VariantConverter.class,
            paramLabel = "NAME",
            description = "The variants to run. Default: ${DEFAULT-VALUE}.")
    private Set<Variant> variants = EnumSet.allOf(Variant.class);

    @Option(
            names = "--store",
            split = ",",
            defaultValue = "memory",
            paramLabel = "NAME",
            description = "The stores of the states: memory, rocksdb, or both in turns (memory,rocksdb)."
                    + " Default: ${DEFAULT-VALUE}.")
    private Set<SluiceConfig.StateStore> stores = EnumSet.of(SluiceConfig.StateStore.MEMORY);

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "R",
            description = "Number of runs of each variant. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--events",
            defaultValue = "200000",
            paramLabel = "N",
            description =
                    "Number of measured events in a run; 0 to measure latencies alone. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--warm-up",
            defaultValue = "300000",
            paramLabel = "N",
            description = "Number of events of a run before the measured ones. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--keys",
            defaultValue = "100000",
            paramLabel = "N",
            description = "Number of keys. Default: ${DEFAULT-VALUE}.")
    private int keys;

    @Option(
            names = "--skew",
            defaultValue = "0.99",
            paramLabel = "S",
            description = "The exponent of Zipf's law, by which some keys have more events than others; 0 for the same"
                    + " share for all. Default: ${DEFAULT-VALUE}, as in the benchmark YCSB.")
    private double skew;

    @Option(
            names = "--hot-key",
            defaultValue = "0",
            paramLabel = "SHARE",
            description = "The share of one key in all events, for example 0.5; the other keys divide the rest."
                    + " Default: no such key.")
    private double hotShare;

    @Option(
            names = "--timestamps",
            defaultValue = "iso",
            paramLabel = "FORM",
            description = "The time in an event: iso (ISO 8601) or millis (a number). Default: ${DEFAULT-VALUE}.")
    private EventTime times = EventTime.ISO;

    @Option(
            names = "--latency",
            paramLabel = "RATE",
            description = "After the throughput, also measure latencies at this number of events per second.")
    private @Nullable Integer rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "The measured time of a run with --latency. Default: 20.")
    private @Nullable Integer seconds;

    /** Returns the number of rounds, which is checked. */
    public int rounds() {
        OptionRange.requireAtLeast(spec, "--rounds", 1, rounds);
        return rounds;
    }

    /**
     * Returns what to measure.
     *
     * @throws ParameterException if a value makes no sense, or two do not go together
     */
    public BenchPlan plan() {
        OptionRange.requireWithin(spec, "--events", 0, MOST_EVENTS, events);
        OptionRange.requireWithin(spec, "--warm-up", 1, MOST_EVENTS, warmUp);
        OptionRange.requireWithin(spec, "--keys", 1, MOST_KEYS, keys);
        requireWithin("--skew", MOST_SKEW, skew);
        requireWithin("--hot-key", 1, hotShare);
        require(
                hotShare == 0 || hotShare == 1 || keys > 1,
                "--hot-key is " + hotShare + ", but --keys is 1, so the only key has all events; give more keys, or"
                        + " leave --hot-key out");
        require(
                seconds == null || rate != null,
                "--seconds is for latencies; give --latency RATE, too, or leave --seconds out");
        require(
                events > 0 || rate != null,
                "--events is 0, so there is nothing to measure; give --latency RATE, too, or more events");
        return new BenchPlan(
                List.copyOf(variants),
                List.copyOf(stores),
                rounds(),
                new BenchPlan.Keys(keys, skew, hotShare),
                times,
                warmUp,
                events,
                load());
    }

    private BenchPlan.@Nullable Load load() {
        if (rate == null) {
            return null;
        }
        int measuredSeconds = seconds == null ? 20 : seconds;
        OptionRange.requireWithin(spec, "--latency", 1, MOST_RATE, rate);
        OptionRange.requireWithin(spec, "--seconds", 1, MOST_SECONDS, measuredSeconds);
        long latencies = (long) rate * measuredSeconds;
        require(
                latencies >= LEAST_LATENCIES && latencies <= MOST_EVENTS,
                "--latency " + rate + " for " + measuredSeconds + " seconds are " + latencies
                        + " events; they must be from " + LEAST_LATENCIES + ", for the percentile 99.9, to "
                        + MOST_EVENTS);
        return new BenchPlan.Load(rate, measuredSeconds);
    }

    private void requireWithin(String option, double max, double value) {
        require(value >= 0 && value <= max, option + " is " + value + "; it must be from 0 to " + Math.round(max));
    }

    private void require(boolean fits, String message) {
        if (!fits) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
