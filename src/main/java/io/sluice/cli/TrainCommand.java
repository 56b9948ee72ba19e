package io.sluice.cli;

import io.sluice.cli.common.OutputFile;
import io.sluice.cli.common.PlainProgress;
import io.sluice.cli.common.StopSignal;
import io.sluice.cli.common.TerminalProgress;
import io.sluice.offline.training.Training;
import io.sluice.offline.training.TrainingRequest;
import io.sluice.offline.training.loop.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice train}: trains a bundle from a recipe and a folder of data. */
@Command(
        name = "train",
        description = {
            "Train a bundle from a recipe. The recipes of the shipped models are models/NAME/recipe.properties.",
            "Progress goes to stderr. After Ctrl-C, --resume continues the training."
        })
final class TrainCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RECIPE", description = "A recipe.properties file.")
    private Path recipe = Path.of("");

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The folder with the data.")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for the bundle; created if it does not exist.")
    private Path out = Path.of("");

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--resume", description = "Continue an interrupted run from its checkpoint below --out.")
    private boolean resume;

    @Option(
            names = "--cross-validate",
            paramLabel = "K",
            description = "Measure on K folds of the data first, then train on all data."
                    + " The model card shows the result.")
    private @Nullable Integer folds;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the course of the training as JSON.")
    private @Nullable Path report;

    @Override
    public void run() {
        requirePaths();
        try {
            train();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks all paths before the training. */
    private void requirePaths() {
        OutputFile.require(spec, "--report", report);
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new ParameterException(spec.commandLine(), "--out " + out + " is a file; give a folder");
        }
        requireCreatable();
        if (out.toAbsolutePath().normalize().equals(data.toAbsolutePath().normalize())) {
            throw new ParameterException(
                    spec.commandLine(), "--out " + out + " is the folder of the data; give another folder");
        }
    }

    /**
     * Creates and deletes the first missing folder of the path, as a trial. The training creates it when it needs it.
     */
    private void requireCreatable() {
        Path missing = out.toAbsolutePath().normalize();
        Path parent = missing.getParent();
        while (parent != null && !Files.exists(parent)) {
            missing = parent;
            parent = missing.getParent();
        }
        try {
            if (!Files.exists(missing)) {
                Files.createDirectory(missing);
                Files.delete(missing);
            }
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--out " + out + " cannot be created in " + parent + "; give another folder",
                    e);
        }
    }

    private void train() throws IOException {
        TrainingRequest request =
                new TrainingRequest(recipe, data, out, seed, resume, folds == null ? 0 : folds, report);
        CompletableFuture<Void> stop = StopSignal.requested();
        try {
            Training.run(request, progress(), stop::isDone);
        } finally {
            StopSignal.release();
        }
    }

    private TrainingListener progress() {
        return TerminalProgress.isTerminal()
                ? new TerminalProgress(System.err)
                : new PlainProgress(spec.commandLine().getErr());
    }
}
