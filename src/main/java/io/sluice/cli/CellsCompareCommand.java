package io.sluice.cli;

import io.sluice.model.StepModel;
import io.sluice.torch.TorchBundle;
import io.sluice.training.CellKind;
import io.sluice.training.Training;
import io.sluice.training.TrainingRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice cells compare}: one recipe, trained with one cell after the other. */
@Command(
        name = "compare",
        description = {
            "Train a recipe with one cell after the other, and print a table: what was measured, microseconds a step, bytes"
                    + " of state.",
            "Each bundle is left below --out, for sluice evaluate."
        })
final class CellsCompareCommand implements Callable<Integer> {
    private static final int[] BATCHES = {1, 128, 512};

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RECIPE", description = "A recipe.properties that takes the key cell.")
    private Path recipe = Path.of("");

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The folder that holds the data.")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A folder for the bundles.")
    private Path out = Path.of("");

    @Option(names = "--cells", split = ",", paramLabel = "CELL", description = "Which cells. Default: all.")
    private List<String> cells =
            Arrays.stream(CellKind.values()).map(CellKind::key).toList();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a key of the recipe; may be repeated.")
    private Map<String, String> set = Map.of();

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(recipe)) {
            throw new ParameterException(spec.commandLine(), "no such recipe, or not to be read: " + recipe);
        }
        PrintWriter table = spec.commandLine().getOut();
        table.println("| cell | measured | bytes of state | us a step, B = 1 | B = 128 | B = 512 |");
        table.println("| --- | --- | --- | --- | --- | --- |");
        CompletableFuture<Void> stop = StopSignal.asked();
        try {
            for (String cell : cells) {
                table.println(row(cell, stop));
                table.flush();
            }
        } finally {
            StopSignal.forget();
        }
        return ExitCode.OK;
    }

    private String row(String cell, CompletableFuture<Void> stop) throws IOException {
        Path folder = Files.createDirectories(out.resolve(cell));
        PrintWriter progress = spec.commandLine().getErr();
        progress.println(cell);
        String measured = Training.run(
                new TrainingRequest(recipe(cell), data, folder, seed, false, 0, null),
                new PlainProgress(progress),
                stop::isDone);
        TorchBundle bundle = TorchBundle.open(folder, "cpu");
        StringBuilder row = new StringBuilder("| `" + cell + "` | " + measured + " | "
                + bundle.bundle().manifest().sizes().state() * Float.BYTES + " |");
        for (int rows : BATCHES) {
            try (StepModel model = bundle.newStepModel(rows)) {
                double micros = new StepTimer(model, bundle.bundle().golden(), rows).medianMicros();
                row.append(String.format(Locale.ROOT, " %.0f |", micros));
            }
        }
        return row.toString();
    }

    /** The recipe with another cell, as a file beside the bundles. */
    private Path recipe(String cell) throws IOException {
        Properties keys = new Properties();
        try (Reader reader = Files.newBufferedReader(recipe)) {
            keys.load(reader);
        }
        keys.putAll(set);
        keys.setProperty("cell", cell);
        Path file = out.resolve(cell + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            keys.store(writer, null);
        }
        return file;
    }
}
