package io.sluice.cli;

import io.sluice.cli.common.ChildProcess;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.TemporaryFolder;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import io.sluice.offline.bench.DecodingTiming;
import io.sluice.offline.bench.Measurement;
import io.sluice.offline.bench.ThroughputBench;
import io.sluice.offline.bench.Variant;
import io.sluice.offline.bench.Workload;
import io.sluice.offline.training.item.CatalogueTiming;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice bench}: measures the gain from look-ahead on this machine. */
@Command(
        name = "bench",
        description = {
            "Measure throughput and CPU time per event: with look-ahead, one event at a time, and with a model that"
                    + " computes nothing (identity).",
            "All variants process the same events in every round. The broker runs in a separate process.",
            "A run also shows the room that it takes: the heap after a garbage collection, the disk for each key, and"
                    + " the changelog for each event, before its compaction."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int MIN_ITEMS = 64;
    private static final double MEBIBYTE = 1 << 20;
    /**
     * The timed batch sizes in rows. The pipeline pads a single row to 4 rows, and passes at most 64 rows to a call of
     * a model with 1,000,000 items.
     */
    private static final int[] BATCHES = {4, 64, 128};

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            defaultValue = "models/sensor-anomaly",
            paramLabel = "DIR",
            description = "The folder of a bundle with numeric input. Default: ${DEFAULT-VALUE}.")
    private Path model = Path.of("models/sensor-anomaly");

    @Option(
            names = "--events",
            defaultValue = "200000",
            paramLabel = "N",
            description = "Number of events in a run. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--keys",
            defaultValue = "10000",
            paramLabel = "K",
            description = "Number of keys. Default: ${DEFAULT-VALUE}.")
    private int keys;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "R",
            description = "Number of runs of each variant. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--variant",
            split = ",",
            defaultValue = "look-ahead,one-by-one,identity",
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
            names = "--items",
            split = ",",
            paramLabel = "N",
            description = "Only time the steps of an untrained next-item model, for each number of items in a list"
                    + " such as 10000,1000000.")
    private int @Nullable [] items;

    @Option(
            names = "--decode",
            split = ",",
            paramLabel = "N",
            description =
                    "Only time the decoding of events in JSON, Avro and Protobuf, for each number of channels in a"
                            + " list such as 1,8.")
    private int @Nullable [] decode;

    @Override
    public Integer call() throws Exception {
        requireOptions();
        if (decode != null) {
            for (int channels : decode) {
                timeDecoding(channels);
            }
            return 0;
        }
        if (items != null) {
            for (int catalogue : items) {
                time(catalogue);
            }
            return 0;
        }
        LoadedBundle bundle = LoadedBundle.open(model, "auto");
        requireNumericInput(bundle.bundle().manifest());
        ServingModel serving = ServingModel.of(bundle.bundle());
        try (TemporaryFolder folder = new TemporaryFolder("sluice-bench-");
                BrokerProcess broker = BrokerProcess.start(ChildProcess.mainClass(spec))) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%d events of %d keys, %s on %s, %d processors, Java %s%n",
                    events,
                    keys,
                    bundle.bundle().manifest().name(),
                    bundle.device(),
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version());
            out.printf(
                    "%-10s %-7s %9s %12s %9s %8s %13s %21s  %s%n",
                    "variant",
                    "store",
                    "events/s",
                    "CPU us/event",
                    "rows/call",
                    "heap MiB",
                    "disk B/key",
                    "changelog B/event",
                    "checksum");
            List<Measurement> measured = new ThroughputBench(
                            new Workload(broker.bootstrapServers(), events, keys),
                            serving,
                            bundle::newStepModel,
                            folder.path())
                    .run(List.copyOf(variants), List.copyOf(stores), rounds, run -> print(out, run));
            stores.forEach(store -> summarise(out, measured, store));
            return samePredictions(measured) ? 0 : 1;
        }
    }

    private void requireOptions() {
        OptionRange.requireAtLeast(spec, "--events", 1, events);
        OptionRange.requireAtLeast(spec, "--keys", 1, keys);
        OptionRange.requireAtLeast(spec, "--rounds", 1, rounds);
    }

    private void time(int catalogue) throws IOException {
        OptionRange.requireAtLeast(spec, "--items", MIN_ITEMS, catalogue);
        try (CatalogueTiming timing = new CatalogueTiming(catalogue)) {
            for (int rows : BATCHES) {
                double micros = timing.medianMicros(rows);
                PrintWriter out = spec.commandLine().getOut();
                out.printf(
                        Locale.ROOT,
                        "%,12d items, %3d rows per call: %,12.0f us of CPU per call, %,10.1f us per row%n",
                        catalogue,
                        rows,
                        micros,
                        micros / rows);
                out.flush();
            }
        }
    }

    private void timeDecoding(int channels) {
        OptionRange.requireAtLeast(spec, "--decode", 1, channels);
        PrintWriter out = spec.commandLine().getOut();
        new DecodingTiming(channels).run(rounds, (format, micros) -> {
            out.printf(
                    Locale.ROOT,
                    "%3d channels, %-8s %8.3f us of CPU per event, %4d bytes%n",
                    channels,
                    format.name() + ":",
                    micros,
                    format.bytes());
            out.flush();
        });
    }

    private void requireNumericInput(Manifest manifest) {
        if (!(manifest.input() instanceof Manifest.Input.Numeric)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--model " + model + ": input.kind is "
                            + manifest.input().kind().json()
                            + ", but bench sends sensor readings; give a model with numeric input");
        }
    }

    /** Returns true if all runs but identity gave the same predictions, byte for byte. Speeds compare only then. */
    private boolean samePredictions(List<Measurement> measured) {
        long checksums = measured.stream()
                .filter(run -> run.variant() != Variant.IDENTITY)
                .mapToLong(Measurement::checksum)
                .distinct()
                .count();
        if (checksums > 1) {
            spec.commandLine().getErr().println("sluice: the predictions of the runs differ; compare the checksums");
        }
        return checksums <= 1;
    }

    private static void print(PrintWriter out, Measurement run) {
        out.printf(
                Locale.ROOT,
                "%-10s %-7s %,9.0f %12.1f %9.1f %8.0f %,13.0f %,21.0f  %s%n",
                run.variant(),
                run.store().name().toLowerCase(Locale.ROOT),
                run.eventsPerSecond(),
                run.cpuMicrosPerEvent(),
                run.rowsPerCall(),
                run.footprint().heapBytes() / MEBIBYTE,
                run.footprint().diskBytesPerKey(),
                run.footprint().changelogBytesPerEvent(),
                Workload.show(run.checksum()));
        out.flush();
    }

    private void summarise(PrintWriter out, List<Measurement> measured, SluiceConfig.StateStore store) {
        if (!variants.containsAll(EnumSet.of(Variant.LOOK_AHEAD, Variant.ONE_BY_ONE))) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%s: one by one takes %.2f times the CPU time of look-ahead (medians)%n",
                store.name().toLowerCase(Locale.ROOT),
                medianCpu(measured, store, Variant.ONE_BY_ONE) / medianCpu(measured, store, Variant.LOOK_AHEAD));
        out.flush();
    }

    private static double medianCpu(List<Measurement> measured, SluiceConfig.StateStore store, Variant variant) {
        double[] sorted = measured.stream()
                .filter(run -> run.variant() == variant && run.store() == store)
                .mapToDouble(Measurement::cpuMicrosPerEvent)
                .sorted()
                .toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
