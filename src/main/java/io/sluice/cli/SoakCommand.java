package io.sluice.cli;

import io.sluice.cli.common.ChildProcess;
import io.sluice.cli.common.NumericModel;
import io.sluice.cli.common.StopSignal;
import io.sluice.cli.common.TemporaryFolder;
import io.sluice.cli.soak.SoakHost;
import io.sluice.cli.soak.SoakOptions;
import io.sluice.cli.soak.SoakRun;
import io.sluice.cli.soak.SoakSetting;
import io.sluice.engine.ServingModel;
import io.sluice.model.Bundle;
import io.sluice.offline.soak.PipelineProbe;
import io.sluice.offline.soak.ProcessFigures;
import io.sluice.offline.soak.SoakChart;
import io.sluice.offline.soak.SoakException;
import io.sluice.offline.soak.SoakPlan;
import io.sluice.offline.soak.SoakResult;
import io.sluice.offline.soak.SoakTable;
import io.sluice.offline.soak.SoakTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice soak}: runs pipelines under a steady load for long, and looks at what they use. */
@Command(
        name = "soak",
        description = {
            "Run a pipeline with each store under a steady load for long, and check that memory, threads and open files"
                    + " do not grow, and that every event gets its prediction.",
            "Broker and pipelines are child processes. The command writes samples and a picture, and its last line on"
                    + " stdout is JSON. Exit code 0: nothing grew, and no prediction is missing. docs/reliability.md"
                    + " describes the figures. It needs Linux."
        })
final class SoakCommand implements Callable<Integer> {
    private static final String PICTURE = "soak.svg";
    private static final Path DEFAULT_MODEL =
            Path.of(System.getProperty("sluice.home", ""), "models", "sensor-anomaly");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SoakOptions options = new SoakOptions();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The folder of a bundle with numeric input. Default: models/sensor-anomaly.")
    private Path model = DEFAULT_MODEL;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Folder for samples, picture and logs, which replace those of an earlier soak. Default: a new"
                    + " folder for temporary files, which stays.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException, ExecutionException, InterruptedException {
        SoakPlan plan = options.plan();
        String heap = options.heap();
        Bundle bundle = Bundle.open(model);
        NumericModel.require(spec, model, bundle.manifest());
        requireFigures();
        Path logs = out == null ? Files.createTempDirectory("sluice-soak-") : Files.createDirectories(out);
        CompletableFuture<Void> stop = StopSignal.requested();
        try (TemporaryFolder data = new TemporaryFolder("sluice-soak-data-")) {
            String mainClass = ChildProcess.mainClass(spec);
            return run(
                    new SoakSetting(
                            plan,
                            mainClass,
                            heap,
                            model,
                            ServingModel.of(bundle).channels(),
                            logs.toAbsolutePath(),
                            data.path()),
                    stop);
        } finally {
            StopSignal.release();
        }
    }

    private void requireFigures() {
        if (!ProcessFigures.exist()) {
            throw new SoakException("soak reads memory, threads and files of a process from /proc, which this system"
                    + " does not have; run it on Linux");
        }
        if (!PipelineProbe.canCollect()) {
            print("this Java runtime has no jcmd, so what lives on the heap is not judged; a JDK has it");
        }
    }

    private int run(SoakSetting setting, CompletableFuture<Void> stop)
            throws IOException, ExecutionException, InterruptedException {
        print("samples, picture and logs go to " + setting.logs());
        SoakResult result;
        try (BrokerProcess broker =
                        BrokerProcess.start(setting.mainClass(), setting.data().resolve("broker"), SoakTopics.BROKER);
                SoakRun run = new SoakRun(
                        setting, new SoakHost(broker.bootstrapServers(), broker::isAlive, stop, this::print))) {
            try {
                run.run();
            } catch (IOException | ExecutionException | RuntimeException e) {
                if (!StopSignal.isRequestedSoon()) {
                    throw e;
                }
            } finally {
                Files.write(setting.logs().resolve(PICTURE), new SoakChart(run.result()).svg());
            }
            result = run.result();
        }
        return report(result, stop.isDone());
    }

    private int report(SoakResult result, boolean stopped) {
        SoakTable.summary(result).forEach(this::print);
        result.notes().forEach(this::print);
        List<String> shortcomings = new ArrayList<>();
        if (stopped) { // so the last events have no predictions
            shortcomings.add("the soak was stopped before its end");
        } else {
            shortcomings.addAll(result.shortcomings());
        }
        shortcomings.forEach(this::print);
        print(result.json());
        return shortcomings.isEmpty() ? 0 : 1;
    }

    private void print(String line) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(line);
        writer.flush();
    }
}
