package io.sluice.cli;

import io.sluice.cli.common.TemporaryFolder;
import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import io.sluice.offline.bench.Measurement;
import io.sluice.offline.bench.ThroughputBench;
import io.sluice.offline.bench.Workload;
import io.sluice.offline.training.item.CatalogueTiming;
import io.sluice.torch.TorchBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice bench}: what look-ahead is worth on this machine. */
@Command(
        name = "bench",
        description = {
            "Measure throughput and CPU per event with look-ahead, one by one, and with a model that computes nothing.",
            "All run over the same events on an embedded broker in a process of its own, round after round."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int LEAST_ITEMS = 64;
    /** A row alone is filled up to 4; of 1,000,000 items the pipeline gives at most 64 rows to a call. */
    private static final int[] CALLS = {4, 64, 128};

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            defaultValue = "models/sensor-anomaly",
            paramLabel = "DIR",
            description = "The bundle. Default: ${DEFAULT-VALUE}.")
    private Path model = Path.of("models/sensor-anomaly");

    @Option(
            names = "--events",
            defaultValue = "200000",
            paramLabel = "N",
            description = "Events a run. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--keys",
            defaultValue = "10000",
            paramLabel = "K",
            description = "Keys. Default: ${DEFAULT-VALUE}.")
    private int keys;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "R",
            description = "Rounds. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--items",
            split = ",",
            paramLabel = "N",
            description =
                    "Instead: time a step of an untrained next-item model of so many items, such as 10000,1000000.")
    private int @Nullable [] items;

    @Override
    public Integer call() throws Exception {
        requireSomethingToMeasure();
        if (items != null) {
            for (int catalogue : items) {
                time(catalogue);
            }
            return 0;
        }
        TorchBundle bundle = TorchBundle.open(model, "auto");
        requireReadings(bundle.bundle().manifest());
        ServingModel described = ServingModel.of(bundle.bundle());
        try (TemporaryFolder folder = new TemporaryFolder("sluice-bench-");
                BrokerProcess broker = BrokerProcess.start(folder.path().resolve("broker"))) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%d events of %d keys, %s on %s, %d processors, Java %s%n",
                    events,
                    keys,
                    bundle.bundle().manifest().name(),
                    bundle.device(),
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version());
            out.printf("%-12s %12s %14s %10s  %s%n", "variant", "events/s", "CPU us/event", "rows/call", "checksum");
            List<Measurement> measured = new ThroughputBench(
                            new Workload(broker.bootstrapServers(), events, keys),
                            described,
                            bundle::newStepModel,
                            folder.path())
                    .run(rounds, run -> print(out, run));
            summarise(out, measured);
            return sameAnswers(measured) ? 0 : 1;
        }
    }

    private void requireSomethingToMeasure() {
        if (events < 1 || keys < 1 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--events " + events + ", --keys " + keys + ", --rounds " + rounds + ": each must be at least 1");
        }
    }

    private void time(int catalogue) throws IOException {
        if (catalogue < LEAST_ITEMS) {
            throw new ParameterException(
                    spec.commandLine(), "--items " + catalogue + ": it must be at least " + LEAST_ITEMS);
        }
        try (CatalogueTiming timing = new CatalogueTiming(catalogue)) {
            for (int rows : CALLS) {
                double micros = timing.medianMicros(rows);
                PrintWriter out = spec.commandLine().getOut();
                out.printf(
                        Locale.ROOT,
                        "%,12d items, %3d rows a call: %,12.0f us of CPU a call, %,10.1f us a row%n",
                        catalogue,
                        rows,
                        micros,
                        micros / rows);
                out.flush();
            }
        }
    }

    private void requireReadings(Manifest manifest) {
        if (!(manifest.input() instanceof Manifest.Input.Numeric)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--model " + model + " takes " + manifest.input().kind().json()
                            + " input; bench sends sensor readings, so give a model of numeric input");
        }
    }

    /** Speed counts only where the answers are the same, byte for byte. */
    private boolean sameAnswers(List<Measurement> measured) {
        long checksums = measured.stream()
                .filter(run -> !run.variant().equals(ThroughputBench.IDENTITY))
                .mapToLong(Measurement::checksum)
                .distinct()
                .count();
        if (checksums > 1) {
            spec.commandLine().getErr().println("sluice: the predictions differ between runs; see the checksums");
        }
        return checksums == 1;
    }

    private static void print(PrintWriter out, Measurement run) {
        out.printf(
                Locale.ROOT,
                "%-12s %,12.0f %14.1f %10.1f  %s%n",
                run.variant(),
                run.eventsPerSecond(),
                run.cpuMicrosPerEvent(),
                run.rowsPerCall(),
                Workload.show(run.checksum()));
        out.flush();
    }

    private static void summarise(PrintWriter out, List<Measurement> measured) {
        double ahead = medianCpu(measured, ThroughputBench.LOOK_AHEAD);
        double alone = medianCpu(measured, ThroughputBench.ONE_BY_ONE);
        out.printf(Locale.ROOT, "one by one costs %.2f times the CPU of look-ahead (medians)%n", alone / ahead);
        out.flush();
    }

    private static double medianCpu(List<Measurement> measured, String variant) {
        double[] sorted = measured.stream()
                .filter(run -> run.variant().equals(variant))
                .mapToDouble(Measurement::cpuMicrosPerEvent)
                .sorted()
                .toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
