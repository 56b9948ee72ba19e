package io.sluice.cli;

import io.sluice.cli.common.PlainProgress;
import io.sluice.cli.common.StopSignal;
import io.sluice.offline.training.Training;
import io.sluice.offline.training.TrainingRequest;
import io.sluice.offline.training.cell.CellKind;
import io.sluice.offline.training.recipe.RecipeFile;
import io.sluice.torch.TorchBundle;
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
    private static final String NOTES = "measured.tsv";

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

    @Option(
            names = "--resume",
            description = "Go on where a comparison was ended: cells that are done are not trained again.")
    private boolean resume;

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
        Map<CellKind, String> measured = resume ? measuredBefore() : new EnumMap<>(CellKind.class);
        Map<CellKind, TrainingRequest> requests = new LinkedHashMap<>();
        for (CellKind cell : cells) {
            Path changed = recipe(cell);
            if (!measured.containsKey(cell) || !isMadeFrom(changed, cell)) {
                requests.put(cell, new TrainingRequest(changed, data, folder(cell), seed, resume, 0, null));
            }
        }
        for (TrainingRequest request : requests.values()) {
            Training.require(request);
        }
        measured.putAll(train(requests));
        List<TorchBundle> bundles = cells.stream()
                .map(cell -> TorchBundle.open(folder(cell), "cpu"))
                .toList();
        print(measured, StepTimes.measure(bundles, ROUNDS));
        return ExitCode.OK;
    }

    private Path folder(CellKind cell) {
        return out.resolve(cell.key());
    }

    /** Whether the cell's bundle is there, of the very recipe. */
    private boolean isMadeFrom(Path changed, CellKind cell) throws IOException {
        Path made = folder(cell).resolve("recipe.properties");
        return Files.exists(made) && Files.mismatch(changed, made) < 0;
    }

    /** What an ended comparison noted, a line a cell: its name, a tab, and what was measured. */
    private Map<CellKind, String> measuredBefore() throws IOException {
        Map<CellKind, String> measured = new EnumMap<>(CellKind.class);
        if (Files.exists(out.resolve(NOTES))) {
            for (String line : Files.readAllLines(out.resolve(NOTES))) {
                String[] parts = line.split("\t", 2);
                measured.put(new ByName().convert(parts[0]), parts[1]);
            }
        }
        return measured;
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
        RecipeFile.copy(recipe, changes, file);
        return file;
    }

    /** What was measured with each cell, in words. */
    private Map<CellKind, String> train(Map<CellKind, TrainingRequest> requests) throws IOException {
        PrintWriter progress = spec.commandLine().getErr();
        CompletableFuture<Void> stop = StopSignal.asked();
        Map<CellKind, String> measured = new EnumMap<>(CellKind.class);
        try {
            for (Map.Entry<CellKind, TrainingRequest> one : requests.entrySet()) {
                String cell = one.getKey().key();
                progress.println(cell);
                String found = Training.run(one.getValue(), new PlainProgress(progress), stop::isDone);
                measured.put(one.getKey(), found);
                Files.writeString(
                        out.resolve(NOTES),
                        cell + "\t" + found + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } finally {
            StopSignal.forget();
        }
        return measured;
    }

    private void print(Map<CellKind, String> measured, List<String> times) {
        PrintWriter table = spec.commandLine().getOut();
        table.println("| cell | measured | " + StepTimes.heads() + " |");
        table.println("| --- | --- | " + StepTimes.rule() + " |");
        for (int i = 0; i < times.size(); i++) {
            table.println(
                    "| `" + cells.get(i).key() + "` | " + measured.get(cells.get(i)) + " | " + times.get(i) + " |");
        }
        table.flush();
    }
}
