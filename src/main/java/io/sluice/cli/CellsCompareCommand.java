package io.sluice.cli;

import io.sluice.cli.common.PlainProgress;
import io.sluice.cli.common.StopSignal;
import io.sluice.offline.training.Training;
import io.sluice.offline.training.TrainingRequest;
import io.sluice.offline.training.cell.CellKind;
import io.sluice.offline.training.recipe.RecipeFile;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

/** {@code sluice cells compare}: trains one recipe with each cell in turn. */
@Command(
        name = "compare",
        description = {
            "Train a recipe with each cell in turn, and print a table: result, bytes of state, microseconds per step.",
            "The bundles stay in folders below --out, for sluice evaluate and sluice cells time."
        })
final class CellsCompareCommand implements Callable<Integer> {
    private static final int ROUNDS = 9;
    private static final String NOTES = "measured.tsv";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RECIPE", description = "A recipe.properties file with the key cell.")
    private Path recipe = Path.of("");

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The folder with the data.")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for the bundles; created if it does not exist.")
    private Path out = Path.of("");

    @Option(
            names = "--cells",
            split = ",",
            paramLabel = "CELL",
            converter = ByName.class,
            description = "The cells, separated by commas. Default: all.")
    private List<CellKind> cells = List.of(CellKind.values());

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Override a key of the recipe; may be repeated.")
    private Map<String, String> set = Map.of();

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--resume",
            description = "Continue an interrupted comparison; finished cells are not trained again.")
    private boolean resume;

    /** Converts a cell's name in recipes to its kind. */
    static final class ByName implements ITypeConverter<CellKind> {
        @Override
        public CellKind convert(String name) {
            return Arrays.stream(CellKind.values())
                    .filter(kind -> kind.key().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + name + "\" is not a cell; give one of "
                            + Arrays.stream(CellKind.values())
                                    .map(CellKind::key)
                                    .collect(Collectors.joining(", "))));
        }
    }

    @Override
    public Integer call() throws IOException {
        requireOptions();
        Map<CellKind, String> results = resume ? earlierResults() : new EnumMap<>(CellKind.class);
        Map<CellKind, TrainingRequest> requests = new LinkedHashMap<>();
        for (CellKind cell : cells) {
            Path changed = copyRecipe(cell);
            if (!results.containsKey(cell) || !isTrainedWith(changed, cell)) {
                requests.put(cell, new TrainingRequest(changed, data, folder(cell), seed, resume, 0, null));
            }
        }
        for (TrainingRequest request : requests.values()) {
            Training.require(request);
        }
        results.putAll(train(requests));
        List<LoadedBundle> bundles = cells.stream()
                .map(cell -> LoadedBundle.open(folder(cell), "cpu"))
                .toList();
        print(results, StepTimes.measure(bundles, ROUNDS));
        return ExitCode.OK;
    }

    private Path folder(CellKind cell) {
        return out.resolve(cell.key());
    }

    /** Returns true if the cell's bundle exists and its recipe is equal to this one. */
    private boolean isTrainedWith(Path changed, CellKind cell) throws IOException {
        Path trained = folder(cell).resolve("recipe.properties");
        return Files.exists(trained) && Files.mismatch(changed, trained) < 0;
    }

    /** Reads the results of an interrupted comparison. Each line has a cell's name, a tab and its result. */
    private Map<CellKind, String> earlierResults() throws IOException {
        Map<CellKind, String> results = new EnumMap<>(CellKind.class);
        if (Files.exists(out.resolve(NOTES))) {
            for (String line : Files.readAllLines(out.resolve(NOTES))) {
                String[] parts = line.split("\t", 2);
                results.put(new ByName().convert(parts[0]), parts[1]);
            }
        }
        return results;
    }

    private void requireOptions() {
        if (set.containsKey("cell")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--set cell=" + set.get("cell") + ": the command sets this key; choose cells with --cells");
        }
        if (new HashSet<>(cells).size() < cells.size()) {
            throw new ParameterException(spec.commandLine(), "--cells names a cell twice; name each cell once");
        }
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--out " + out + " is not a folder and cannot be created; give another folder",
                    e);
        }
    }

    /** Writes a copy of the recipe with this cell into the folder of the bundles. */
    private Path copyRecipe(CellKind cell) throws IOException {
        Map<String, String> changes = new HashMap<>(set);
        changes.put("cell", cell.key());
        Path file = out.resolve(cell.key() + ".properties");
        RecipeFile.copy(recipe, changes, file);
        return file;
    }

    /** Trains the requests in their order, and returns the result of each cell as text. */
    private Map<CellKind, String> train(Map<CellKind, TrainingRequest> requests) throws IOException {
        PrintWriter progress = spec.commandLine().getErr();
        CompletableFuture<Void> stop = StopSignal.requested();
        Map<CellKind, String> results = new EnumMap<>(CellKind.class);
        try {
            for (Map.Entry<CellKind, TrainingRequest> request : requests.entrySet()) {
                String cell = request.getKey().key();
                progress.println(cell);
                String result = Training.run(request.getValue(), new PlainProgress(progress), stop::isDone);
                results.put(request.getKey(), result);
                Files.writeString(
                        out.resolve(NOTES),
                        cell + "\t" + result + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } finally {
            StopSignal.release();
        }
        return results;
    }

    private void print(Map<CellKind, String> results, List<String> times) {
        PrintWriter table = spec.commandLine().getOut();
        table.println("| cell | result | " + StepTimes.headings() + " |");
        table.println("| --- | --- | " + StepTimes.separators() + " |");
        for (int i = 0; i < times.size(); i++) {
            table.println(
                    "| `" + cells.get(i).key() + "` | " + results.get(cells.get(i)) + " | " + times.get(i) + " |");
        }
        table.flush();
    }
}
