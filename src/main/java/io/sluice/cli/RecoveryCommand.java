package io.sluice.cli;

import io.sluice.cli.common.ChildProcess;
import io.sluice.cli.common.NumericModel;
import io.sluice.cli.common.StopSignal;
import io.sluice.cli.common.TemporaryFolder;
import io.sluice.cli.recovery.RecoveryHost;
import io.sluice.cli.recovery.RecoveryOptions;
import io.sluice.cli.recovery.RecoveryRun;
import io.sluice.cli.recovery.RecoverySetting;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.offline.bench.BenchTopics;
import io.sluice.offline.recovery.Needs;
import io.sluice.offline.recovery.RecoveryException;
import io.sluice.offline.recovery.RecoveryPlan;
import io.sluice.offline.recovery.RecoveryResult;
import io.sluice.offline.training.sensor.UntrainedGru;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice recovery}: measures the time until a pipeline with many keys is ready again. */
@Command(
        name = "recovery",
        description = {
            "Measure how long a pipeline with many keys takes until it is ready again and predicts: after a clean stop,"
                    + " after kill -9, and after kill -9 with a lost disk; and what a key takes on the disk and in the"
                    + " changelog.",
            "Broker and pipelines are child processes. With standbys, the others serve the partitions of the instance"
                    + " that ends. The last line on stdout is JSON. Exit code 0: no prediction is missing, and no state"
                    + " is lost. docs/benchmarks.md describes the columns."
        })
final class RecoveryCommand implements Callable<Integer> {
    private static final int DEFAULT_UNITS = 64;
    private static final int MOST_FAULTS = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RecoveryOptions options = new RecoveryOptions();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The folder of a bundle with numeric input. Default: the GRU of --hidden.")
    private @Nullable Path model;

    @Option(
            names = "--hidden",
            paramLabel = "H",
            description = "In place of a bundle, an untrained GRU of H units, a multiple of 8, over 8 channels."
                    + " Default: 64.")
    private @Nullable Integer hidden;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Folder for the logs of the pipelines. Default: a new folder for temporary files, which"
                    + " stays.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException, ExecutionException, InterruptedException {
        RecoveryPlan plan = options.plan();
        Map<String, String> settings = options.settings();
        options.requireHeap();
        requireOneModel();
        CompletableFuture<Void> stop = StopSignal.requested();
        try (TemporaryFolder data = new TemporaryFolder("sluice-recovery-data-")) {
            LoadedBundle bundle = LoadedBundle.open(bundle(data.path()), "auto");
            if (model != null) {
                NumericModel.require(spec, model, bundle.bundle().manifest());
            }
            Needs needs = needs(plan, ServingModel.of(bundle.bundle()));
            requireRoom(needs, data.path());
            Path logs = out == null ? Files.createTempDirectory("sluice-recovery-") : Files.createDirectories(out);
            RecoverySetting setting = new RecoverySetting(
                    plan,
                    ChildProcess.mainClass(spec),
                    options.heap(needs.heapMebibytes()),
                    settings,
                    logs.toAbsolutePath(),
                    data.path());
            print("logs go to " + setting.logs());
            return run(setting, needs.stateBytes(), bundle, stop);
        } catch (IOException | ExecutionException | InterruptedException | RuntimeException e) {
            if (StopSignal.isRequestedSoon()) { // Ctrl-C ends the children, too, so what they say is of no interest
                throw new RecoveryException("the measurement was stopped; the lines above are complete", e);
            }
            throw e;
        } finally {
            StopSignal.release();
        }
    }

    private void requireOneModel() {
        if (hidden != null && model != null) {
            throw new ParameterException(
                    spec.commandLine(), "--hidden and --model each give a model; leave one of them out");
        }
        if (hidden != null) {
            NumericModel.requireUnits(spec, "--hidden", hidden);
        }
    }

    /** Returns the folder of the bundle, which may have to be written first. */
    private Path bundle(Path data) throws IOException {
        if (model != null) {
            return model;
        }
        Path folder = Files.createDirectories(data.resolve("model"));
        new UntrainedGru(hidden == null ? DEFAULT_UNITS : hidden).writeTorchScript(folder);
        return folder;
    }

    private static Needs needs(RecoveryPlan plan, ServingModel serving) {
        return new Needs(
                plan,
                serving.stateBytes(EngineSettings.DEFAULTS),
                serving.channels().size());
    }

    private void requireRoom(Needs needs, Path data) throws IOException {
        needs.shortage(Files.getFileStore(data).getUsableSpace(), String.valueOf(data.getParent()))
                .ifPresent(shortage -> {
                    throw new RecoveryException(shortage);
                });
        print(needs.line());
    }

    private int run(RecoverySetting setting, int stateBytes, LoadedBundle bundle, CompletableFuture<Void> stop)
            throws IOException, ExecutionException, InterruptedException {
        RecoveryResult result;
        try (BrokerProcess broker =
                        BrokerProcess.start(setting.mainClass(), setting.data().resolve("broker"), RecoveryRun.BROKER);
                BenchTopics topics = new BenchTopics(broker.bootstrapServers())) {
            RecoveryHost host = new RecoveryHost(broker::isAlive, stop, this::print);
            result = new RecoveryResult(
                    setting.plan().keys(), stateBytes, new RecoveryRun(setting, bundle, topics, host).run());
        }
        List<String> faults = result.faults();
        faults.stream().limit(MOST_FAULTS).forEach(this::print);
        if (faults.size() > MOST_FAULTS) {
            print("and " + (faults.size() - MOST_FAULTS) + " more");
        }
        print(result.json());
        return faults.isEmpty() ? 0 : 1;
    }

    private void print(String line) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(line);
        writer.flush();
    }
}
