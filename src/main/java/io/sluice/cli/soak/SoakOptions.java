package io.sluice.cli.soak;

import io.sluice.Internal;
import io.sluice.cli.common.OptionRange;
import io.sluice.config.SluiceConfig;
import io.sluice.offline.soak.SoakPlan;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what a soak does. */
@Internal
public final class SoakOptions {
    private static final double MOST_MINUTES = 7 * 24 * 60;
    private static final int MOST_RATE = 100_000;
    private static final int MOST_SECONDS = 3600;
    private static final int MOST_KEYS = 1_000_000;
    private static final double MOST_SKEW = 10;
    private static final double MOST_OVERLOAD = 10;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--minutes",
            defaultValue = "40",
            paramLabel = "M",
            description = "The time in which events are sent, for example 0.5 or 480. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--rate",
            defaultValue = "5000",
            paramLabel = "N",
            description = "Events a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--every",
            defaultValue = "10",
            paramLabel = "S",
            description = "Seconds from one sample to the next. Default: ${DEFAULT-VALUE}.")
    private int every;

    @Option(
            names = "--store",
            split = ",",
            defaultValue = "memory,rocksdb",
            paramLabel = "NAME",
            description = "The stores of the states; each has a pipeline, and all run at once. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Set<SluiceConfig.StateStore> stores = EnumSet.allOf(SluiceConfig.StateStore.class);

    @Option(
            names = "--heap",
            defaultValue = "512m",
            paramLabel = "SIZE",
            description = "The heap of each pipeline, from its start on. Default: ${DEFAULT-VALUE}.")
    private String heap = "512m";

    @Option(
            names = "--keys",
            defaultValue = "10000",
            paramLabel = "N",
            description = "Number of keys. Default: ${DEFAULT-VALUE}.")
    private int keys;

    @Option(
            names = "--skew",
            defaultValue = "0",
            paramLabel = "S",
            description = "The exponent of Zipf's law, by which some keys have more events than others, for example"
                    + " 0.99. Default: ${DEFAULT-VALUE}, the same share for all.")
    private double skew;

    @Option(
            names = "--hot-key",
            defaultValue = "0",
            paramLabel = "SHARE",
            description = "The share of one key in all events, for example 0.5; the other keys divide the rest."
                    + " Default: no such key.")
    private double hotShare;

    @Option(
            names = "--overload",
            defaultValue = "0",
            paramLabel = "F",
            description = "In place of --rate, first measure the capacity of the pipelines, then send F times as many"
                    + " events a second, and wait until all have caught up. Default: no overload.")
    private double overload;

    /** Returns the heap of a pipeline, which is checked. */
    public String heap() {
        OptionRange.requireHeap(spec, heap);
        return heap;
    }

    /**
     * Returns what to do.
     *
     * @throws ParameterException if a value makes no sense, or two do not go together
     */
    public SoakPlan plan() {
        require(
                minutes > 0 && minutes <= MOST_MINUTES,
                "--minutes is " + minutes + "; it must be above 0, and at most " + Math.round(MOST_MINUTES)
                        + " (a week)");
        OptionRange.requireWithin(spec, "--rate", 1, MOST_RATE, rate);
        OptionRange.requireWithin(spec, "--every", 1, MOST_SECONDS, every);
        OptionRange.requireWithin(spec, "--keys", 1, MOST_KEYS, keys);
        require(
                skew >= 0 && skew <= MOST_SKEW,
                "--skew is " + skew + "; it must be from 0 to " + Math.round(MOST_SKEW));
        require(hotShare >= 0 && hotShare <= 1, "--hot-key is " + hotShare + "; it must be from 0 to 1");
        require(
                hotShare == 0 || hotShare == 1 || keys > 1,
                "--hot-key is " + hotShare + ", but --keys is 1, so the only key has all events; give more keys, or"
                        + " leave --hot-key out");
        require(
                overload == 0 || (overload > 1 && overload <= MOST_OVERLOAD),
                "--overload is " + overload + "; it must be above 1, and at most " + Math.round(MOST_OVERLOAD));
        return new SoakPlan(
                stores.stream()
                        .map(store -> store.name().toLowerCase(Locale.ROOT))
                        .toList(),
                Duration.ofMillis(Math.round(minutes * 60_000)),
                rate,
                Duration.ofSeconds(every),
                new SoakPlan.Keys(keys, skew, hotShare),
                overload);
    }

    private void require(boolean fits, String message) {
        if (!fits) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
