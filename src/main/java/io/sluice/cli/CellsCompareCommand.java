package io.sluice.cli;

import io.sluice.torch.TorchBundle;
import io.sluice.training.CellKind;
import io.sluice.training.Recipes;
import io.sluice.training.StoppedException;
import io.sluice.training.Training;
import io.sluice.training.TrainingRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code sluice cells compare}: one recipe, trained with one cell after the other. */
@Command(
        name = "compare",
        description = {
            "Train a recipe with one cell after the other, and print a table: what was measured, bytes of state,"
                    + " microseconds a step.",
            "Each bundle is left below --out, for sluice evaluate and cells time."
        })
final class CellsCompareCommand implements Callable<Integer> {
    private static final int ROUNDS = 9;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RECIPE", description = "A recipe.properties that takes the key cell.")
    private Path recipe = Path.of("");

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The folder that holds the data.")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A folder for the bundles.")
    private Path out = Path.of("");

    @Option(
            names = "--cells",
            split = ",",
            paramLabel = "CELL",
            converter = ByName.class,
            description = "Which cells. Default: all.")
    private List<CellKind> cells = List.of(CellKind.values());

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a key of the recipe; may be repeated.")
    private Map<String, String> set = Map.of();

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** A cell by the name that recipes have for it. */
    static final class ByName implements ITypeConverter<CellKind> {
        @Override
        public CellKind convert(String name) {
            return Arrays.stream(CellKind.values())
                    .filter(kind -> kind.key().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + name + "\" is none of "
                            + Arrays.stream(CellKind.values())
                                    .map(CellKind::key)
                                    .collect(Collectors.joining(", "))));
        }
    }

    @Override
    public Integer call() throws IOException {
        requireOptions();
        List<TrainingRequest> requests = new ArrayList<>();
        for (CellKind cell : cells) {
            requests.add(new TrainingRequest(recipe(cell), data, out.resolve(cell.key()), seed, false, 0, null));
        }
        for (TrainingRequest request : requests) {
            Training.require(request);
        }
        List<String> measured = train(requests);
        List<TorchBundle> bundles = requests.stream()
                .map(request -> TorchBundle.open(request.out(), "cpu"))
                .toList();
        print(measured, StepTimes.measure(bundles, ROUNDS));
        return ExitCode.OK;
    }

    private void requireOptions() {
        if (set.containsKey("cell")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--set cell=" + set.get("cell") + ": every cell gets its turn; name some of them with --cells");
        }
        if (new HashSet<>(cells).size() < cells.size()) {
            throw new ParameterException(spec.commandLine(), "--cells names a cell twice");
        }
        try {
            Files.createDirectories(out);
        } catch (IOException failed) {
            throw new ParameterException(
                    spec.commandLine(), "--out " + out + " is no folder, and cannot be made one", failed);
        }
    }

    /** The recipe with another cell, as a file beside the bundles. */
    private Path recipe(CellKind cell) throws IOException {
        Map<String, String> changes = new HashMap<>(set);
        changes.put("cell", cell.key());
        Path file = out.resolve(cell.key() + ".properties");
        Recipes.copy(recipe, changes, file);
        return file;
    }

    /** What was measured with each cell, in words. */
    private List<String> train(List<TrainingRequest> requests) throws IOException {
        PrintWriter progress = spec.commandLine().getErr();
        CompletableFuture<Void> stop = StopSignal.asked();
        List<String> measured = new ArrayList<>();
        try {
            for (TrainingRequest request : requests) {
                progress.println(request.out().getFileName());
                measured.add(Training.run(request, new PlainProgress(progress), stop::isDone));
            }
        } catch (StoppedException stopped) {
            progress.println("To go on, remove the last folder below " + out + " and name the rest with --cells.");
            throw stopped;
        } finally {
            StopSignal.forget();
        }
        return measured;
    }

    private void print(List<String> measured, List<String> times) {
        PrintWriter table = spec.commandLine().getOut();
        table.println("| cell | measured | " + StepTimes.heads() + " |");
        table.println("| --- | --- | " + StepTimes.rule() + " |");
        for (int i = 0; i < times.size(); i++) {
            table.println("| `" + cells.get(i).key() + "` | " + measured.get(i) + " | " + times.get(i) + " |");
        }
        table.flush();
    }
}
