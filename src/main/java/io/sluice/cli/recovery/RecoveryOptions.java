package io.sluice.cli.recovery;

import io.sluice.Internal;
import io.sluice.cli.common.OptionRange;
import io.sluice.config.SluiceConfig.StateStore;
import io.sluice.offline.recovery.RecoveryPlan;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what is measured. */
@Internal
public final class RecoveryOptions {
    private static final int MOST_KEYS = 100_000_000;
    private static final int MOST_STANDBYS = 3;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--keys",
            defaultValue = "1000000",
            paramLabel = "N",
            description = "Number of keys, each of which gets a state. Default: ${DEFAULT-VALUE}.")
    private int keys;

    @Option(
            names = "--store",
            split = ",",
            defaultValue = "memory,rocksdb",
            paramLabel = "NAME",
            description = "The stores of the states; each has a pipeline, one after the other. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Set<StateStore> stores = EnumSet.allOf(StateStore.class);

    @Option(
            names = "--standbys",
            split = ",",
            defaultValue = "0,1",
            paramLabel = "R",
            description = "The numbers of further copies of each state (num.standby.replicas); each has a pipeline of"
                    + " R + 1 instances. Default: ${DEFAULT-VALUE}.")
    private Set<Integer> standbys = new TreeSet<>();

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description =
                    "The largest heap of each instance, for example 2g. Default: 512 MiB, and room for all states.")
    private @Nullable String heap;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a property of the pipelines, for example session.timeout.ms=6000; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /**
     * Returns what to measure.
     *
     * @throws ParameterException if a value makes no sense
     */
    public RecoveryPlan plan() {
        OptionRange.requireWithin(spec, "--keys", 1, MOST_KEYS, keys);
        standbys.forEach(count -> OptionRange.requireWithin(spec, "--standbys", 0, MOST_STANDBYS, count));
        return new RecoveryPlan(keys, List.copyOf(stores), List.copyOf(standbys));
    }

    /**
     * Checks the heap, if one is given.
     *
     * @throws ParameterException if it is not a size
     */
    public void requireHeap() {
        if (heap != null) {
            OptionRange.requireHeap(spec, heap);
        }
    }

    /**
     * Returns the heap of an instance.
     *
     * @param mebibytes the heap if none is given
     */
    public String heap(long mebibytes) {
        return heap == null ? mebibytes + "m" : heap;
    }

    /**
     * Returns the further properties of the pipelines.
     *
     * @throws ParameterException if one has no key
     */
    public Map<String, String> settings() {
        if (settings.containsKey("")) {
            throw new ParameterException(spec.commandLine(), "--set has no key; give KEY=VALUE");
        }
        return settings;
    }
}
