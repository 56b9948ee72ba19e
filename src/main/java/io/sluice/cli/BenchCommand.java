package io.sluice.cli;

import io.sluice.cli.bench.BenchOptions;
import io.sluice.cli.bench.BenchReport;
import io.sluice.cli.bench.BenchRuns;
import io.sluice.cli.bench.BenchTable;
import io.sluice.cli.bench.RunChild;
import io.sluice.cli.common.ChildProcess;
import io.sluice.cli.common.NumericModel;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.OutputFile;
import io.sluice.cli.common.StopSignal;
import io.sluice.cli.common.TemporaryFolder;
import io.sluice.offline.bench.BenchException;
import io.sluice.offline.bench.BenchPlan;
import io.sluice.offline.bench.BenchTopics;
import io.sluice.offline.bench.DecodingTiming;
import io.sluice.offline.bench.LatencyMeasurement;
import io.sluice.offline.bench.Machine;
import io.sluice.offline.bench.Measurement;
import io.sluice.offline.bench.Variant;
import io.sluice.offline.training.item.CatalogueTiming;
import io.sluice.offline.training.sensor.UntrainedGru;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice bench}: compares the cost of an event in Sluice with other ways to process it, on this machine. */
@Command(
        name = "bench",
        description = {
            "Measure what an event costs: with look-ahead, with one call of the model for each event (one-by-one), with a"
                    + " model that computes nothing (identity), and in plain Kafka Streams without a model (stock).",
            "All variants process the same events in every round. The broker and each run have processes of their own."
                    + " docs/benchmarks.md says what the columns mean.",
        })
final class BenchCommand implements Callable<Integer> {
    private static final int MIN_ITEMS = 64;
    private static final String DEFAULT_MODEL = "models/sensor-anomaly";
    /**
     * The timed batch sizes in rows. The pipeline pads a single row to 4 rows, and passes at most 64 rows to a call of
     * a model with 1,000,000 items.
     */
    private static final int[] BATCHES = {4, 64, 128};

    /** The engines for which an untrained network can be written. */
    enum EngineName {
        PYTORCH,
        ONNX
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The folder of a bundle with numeric input. Default: " + DEFAULT_MODEL + ".")
    private @Nullable Path model;

    @Option(
            names = "--hidden",
            paramLabel = "H",
            description = "In place of a bundle, an untrained GRU of H units, a multiple of 8, over 8 channels, with a"
                    + " linear head.")
    private @Nullable Integer hidden;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "The engine that runs the network of --hidden: pytorch or onnx (ONNX Runtime, which takes runs)."
                            + " Default: pytorch.")
    private @Nullable EngineName engine;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the machine, the options, every run and the summary as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--items",
            split = ",",
            paramLabel = "N",
            description = "Only time the steps of an untrained next-item model, for each number of items in a list"
                    + " such as 10000,1000000.")
    private int @Nullable [] items;

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "H",
            description =
                    "Only time the network of --hidden on both engines, in turns, for each number of units in a list"
                            + " such as 64,128. A line such as 8 x 1 is a call with 8 steps of 1 key. --rounds"
                            + " counts here, too.")
    private int @Nullable [] steps;

    @Option(
            names = "--decode",
            split = ",",
            paramLabel = "N",
            description =
                    "Only time the decoding of events in JSON, Avro and Protobuf, for each number of channels in a"
                            + " list such as 1,8; --rounds counts here, too.")
    private int @Nullable [] decode;

    @Option(
            names = RunChild.OPTION,
            hidden = true,
            description = "Be the process of one run, which the file describes.")
    private @Nullable Path runChild;

    @Override
    public Integer call() throws Exception {
        if (runChild != null) {
            RunChild.main(runChild, spec.commandLine().getOut());
            return 0;
        }
        if (decode != null) {
            requireAlone("--decode", "--rounds");
            for (int channels : decode) {
                timeDecoding(channels);
            }
            return 0;
        }
        if (steps != null) {
            requireAlone("--steps", "--rounds");
            for (int units : steps) {
                timeSteps(units);
            }
            return 0;
        }
        if (items != null) {
            requireAlone("--items");
            for (int catalogue : items) {
                time(catalogue);
            }
            return 0;
        }
        BenchPlan plan = options.plan();
        requireModelOptions();
        OutputFile.require(spec, "--json", json);
        CompletableFuture<Void> stop = StopSignal.requested();
        try (TemporaryFolder folder = new TemporaryFolder("sluice-bench-")) {
            LoadedBundle bundle = LoadedBundle.open(bundle(folder.path()), "auto");
            NumericModel.require(
                    spec,
                    model == null ? Path.of(DEFAULT_MODEL) : model,
                    bundle.bundle().manifest());
            return run(plan, bundle, stop);
        } catch (IOException | ExecutionException | InterruptedException | RuntimeException e) {
            if (stop.isDone()) { // then what was interrupted says nothing
                throw new BenchException("the benchmark was stopped; its complete runs have no summary", e);
            }
            throw e;
        } finally {
            StopSignal.release();
        }
    }

    /** Checks that no option is given that would have no effect. */
    private void requireAlone(String option, String... others) {
        Set<String> allowed = Set.of(others);
        String unused = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(matched -> matched.longestName())
                .filter(name -> !name.equals(option) && !allowed.contains(name) && !name.equals("--debug"))
                .collect(Collectors.joining(", "));
        if (!unused.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " measures nothing else, so " + unused + " has no effect; leave it out");
        }
    }

    private void requireModelOptions() {
        if (hidden != null && model != null) {
            throw new ParameterException(
                    spec.commandLine(), "--hidden and --model each give a model; leave one of them out");
        }
        if (engine != null && hidden == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--engine is for the network of --hidden; a bundle has the engine of its weights; leave it out");
        }
        if (hidden != null) {
            NumericModel.requireUnits(spec, "--hidden", hidden);
        }
    }

    /** Returns the folder of the bundle, which may have to be written first. */
    private Path bundle(Path folder) throws IOException {
        if (hidden == null) {
            return model == null ? Path.of(DEFAULT_MODEL) : model;
        }
        UntrainedGru network = new UntrainedGru(hidden);
        switch (engine == null ? EngineName.PYTORCH : engine) {
            case PYTORCH -> network.writeTorchScript(folder);
            case ONNX -> network.writeOnnx(folder);
        }
        return folder;
    }

    private int run(BenchPlan plan, LoadedBundle bundle, CompletableFuture<Void> stop)
            throws IOException, ExecutionException, InterruptedException {
        BenchReport.Setting setting = BenchReport.Setting.of(Machine.now(), bundle, plan);
        BenchTable table = new BenchTable(spec.commandLine().getOut());
        String mainClass = ChildProcess.mainClass(spec);
        try (BrokerProcess broker = BrokerProcess.start(mainClass);
                BenchTopics topics = new BenchTopics(broker.bootstrapServers())) {
            table.print(setting);
            BenchReport report;
            try (BenchRuns runs = new BenchRuns(plan, bundle, mainClass, topics, stop)) {
                report = new BenchReport(setting, throughput(plan, runs, table), latency(plan, runs, table));
            }
            if (json != null) {
                report.write(json);
            }
            return samePredictions(report) ? 0 : 1;
        }
    }

    private static BenchReport.@Nullable Section<Measurement> throughput(
            BenchPlan plan, BenchRuns runs, BenchTable table)
            throws IOException, ExecutionException, InterruptedException {
        if (plan.events() == 0) {
            return null;
        }
        table.throughputHeadings();
        BenchReport.Section<Measurement> throughput = BenchReport.throughput(runs.throughput(table::print));
        table.print(throughput.summary());
        table.notes(throughput.runs());
        return throughput;
    }

    private static BenchReport.@Nullable Section<LatencyMeasurement> latency(
            BenchPlan plan, BenchRuns runs, BenchTable table)
            throws IOException, ExecutionException, InterruptedException {
        if (plan.load() == null) {
            return null;
        }
        table.latencyHeadings(plan.load());
        BenchReport.Section<LatencyMeasurement> latency = BenchReport.latency(runs.latency(plan.load(), table::print));
        table.print(latency.summary());
        return latency;
    }

    private boolean samePredictions(BenchReport report) {
        Set<Variant> differing = report.differing();
        if (!differing.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("sluice: the predictions of the runs of " + differing
                            + " differ, so their speeds do not compare; compare the checksums");
        }
        return differing.isEmpty();
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

    private void timeSteps(int units) throws IOException {
        NumericModel.requireUnits(spec, "--steps", units);
        try (GruTimes times = new GruTimes(units)) {
            PrintWriter out = spec.commandLine().getOut();
            times.lines(options.rounds()).forEach(out::println);
            out.flush();
        }
    }

    private void timeDecoding(int channels) {
        OptionRange.requireAtLeast(spec, "--decode", 1, channels);
        PrintWriter out = spec.commandLine().getOut();
        new DecodingTiming(channels).run(options.rounds(), (format, micros) -> {
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
}
