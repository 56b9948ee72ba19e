package io.sluice.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.Internal;
import io.sluice.cli.common.ChildProcess;
import io.sluice.cli.common.StandardInput;
import io.sluice.engine.ServingModel;
import io.sluice.model.Bundle;
import io.sluice.offline.bench.BenchException;
import io.sluice.offline.bench.RunProcess;
import io.sluice.offline.bench.RunResult;
import io.sluice.offline.bench.ServedRun;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The process of one run: {@code sluice bench --run-child FILE}. It reads a {@link ServedRun} from the file, and writes
 * its {@link RunResult} to stdout, both as JSON. It ends at once when its stdin ends.
 */
@Internal
public final class RunChild implements AutoCloseable {
    /** The hidden option with which the command runs in this process. */
    public static final String OPTION = "--run-child";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChildProcess process;

    private RunChild(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts the process, with the options of this JVM.
     *
     * @param mainClass the class that runs Sluice's command line
     * @param file where the process finds what to do
     */
    static RunChild start(String mainClass, Path file, ServedRun run) throws IOException {
        JSON.writeValue(file.toFile(), run);
        return new RunChild(ChildProcess.start(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                mainClass,
                List.of("bench", OPTION, file.toString()),
                ProcessBuilder.Redirect.PIPE));
    }

    /** Waits for the result. */
    RunResult result() throws IOException {
        byte[] output = process.output().readAllBytes();
        if (output.length == 0) {
            throw new BenchException("the process of a run ended without a result; its own message is above");
        }
        return JSON.readValue(output, RunResult.class);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process at once: its states are of no use any more. */
    @Override
    public void close() {
        process.kill();
    }

    /** Does the work of the process. */
    public static void main(Path file, PrintWriter out) throws IOException, InterruptedException {
        CompletableFuture<Void> unused =
                StandardInput.end().thenRun(() -> Runtime.getRuntime().halt(1));
        ServedRun run = JSON.readValue(file.toFile(), ServedRun.class);
        Bundle bundle = Bundle.open(Path.of(run.model()));
        RunProcess process = new RunProcess(run, ServingModel.of(bundle), rows -> LoadedBundle.open(bundle, "auto")
                .newStepModel(rows));
        if (run.events() == 0) {
            process.serve();
        } else {
            out.println(JSON.writeValueAsString(process.measure()));
            out.flush();
        }
    }
}
