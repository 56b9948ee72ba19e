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

/** {@code sluice train}: a recipe and a folder of data become a bundle. */
@Command(
        name = "train",
        description =
                "Train a bundle from a recipe; recipes lie in models/NAME/recipe.properties. Progress is on stderr.")
final class TrainCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RECIPE", description = "A recipe.properties.")
    private Path recipe = Path.of("");

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The folder that holds the data.")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The bundle's folder, made if absent.")
    private Path out = Path.of("");

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of the initial weights. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--resume", description = "Go on from the checkpoint that an ended run left below --out.")
    private boolean resume;

    @Option(
            names = "--cross-validate",
            paramLabel = "K",
            description = "Measure on K folds of the files before training on all; the model card shows it.")
    private @Nullable Integer folds;

    @Option(names = "--report", paramLabel = "FILE", description = "Write how it went as JSON.")
    private @Nullable Path report;

    @Override
    public void run() {
        requireFiles();
        try {
            train();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says what cannot work before the training. */
    private void requireFiles() {
        OutputFile.require(spec, "--report", report);
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new ParameterException(spec.commandLine(), "--out " + out + " is a file; give a folder");
        }
        requireRoom();
        if (out.toAbsolutePath().normalize().equals(data.toAbsolutePath().normalize())) {
            throw new ParameterException(
                    spec.commandLine(), "--out " + out + " is the folder of the data; give another one");
        }
    }

    /** Makes what is missing of the folder's path as a trial; it is made again when there is something to write. */
    private void requireRoom() {
        Path missing = out.toAbsolutePath().normalize();
        Path above = missing.getParent();
        while (above != null && !Files.exists(above)) {
            missing = above;
            above = missing.getParent();
        }
        try {
            if (!Files.exists(missing)) {
                Files.createDirectory(missing);
                Files.delete(missing);
            }
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--out " + out + " cannot be made below " + above, e);
        }
    }

    private void train() throws IOException {
        TrainingRequest request =
                new TrainingRequest(recipe, data, out, seed, resume, folds == null ? 0 : folds, report);
        CompletableFuture<Void> stop = StopSignal.asked();
        try {
            Training.run(request, progress(), stop::isDone);
        } finally {
            StopSignal.forget();
        }
    }

    private TrainingListener progress() {
        return TerminalProgress.isTerminal()
                ? new TerminalProgress(System.err)
                : new PlainProgress(spec.commandLine().getErr());
    }
}
