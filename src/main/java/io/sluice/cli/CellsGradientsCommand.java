package io.sluice.cli;

import io.sluice.cli.common.OutputFile;
import io.sluice.offline.training.memory.GradientReach;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice cells gradients}: how far gradients reach back in an RNN, a GRU and an LSTM. */
@Command(
        name = "gradients",
        description = {
            "Measure how far gradients reach back in an RNN, a GRU and an LSTM, untrained and after they have learned to"
                    + " tell the first of many symbols after each of them.",
            "A line a cell: the norm of the gradient of the last output by an input some steps before."
        })
final class CellsGradientsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--out", required = true, paramLabel = "FILE.svg", description = "The picture to write.")
    private Path out = Path.of("");

    @Option(names = "--report", paramLabel = "FILE.json", description = "All figures, as JSON.")
    private @Nullable Path report;

    @Option(
            names = "--hidden",
            defaultValue = "32",
            paramLabel = "H",
            description = "Units. Default: ${DEFAULT-VALUE}.")
    private int hidden;

    @Option(
            names = "--steps",
            defaultValue = "40",
            paramLabel = "T",
            description = "Symbols. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--updates",
            defaultValue = "800",
            paramLabel = "N",
            description = "Of training, 64 sequences each. Default: ${DEFAULT-VALUE}.")
    private int updates;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        if (hidden < 1 || steps < 2 || updates < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--hidden must be at least 1, --steps at least 2, --updates at least 0");
        }
        OutputFile.require(spec, "--out", out);
        OutputFile.require(spec, "--report", report);
        GradientReach reach = GradientReach.measure(hidden, steps, updates, seed);
        print(reach);
        reach.draw(out);
        if (report != null) {
            reach.write(report);
        }
        return ExitCode.OK;
    }

    private void print(GradientReach reach) {
        PrintWriter lines = spec.commandLine().getOut();
        int half = steps / 2;
        int all = steps - 1;
        lines.println(text("%-6s %-10s %10s %10s %10s  %s", "cell", "", "0 back", half + " back", all + " back", ""));
        for (GradientReach.CellReach cell : reach.cells()) {
            lines.println(text(
                    "%-6s %-10s %10.2g %10.2g %10.2g",
                    cell.cell(),
                    "untrained",
                    cell.untrained().get(0),
                    cell.untrained().get(half),
                    cell.untrained().get(all)));
            lines.println(text(
                    "%-6s %-10s %10.2g %10.2g %10.2g  tells the first of %d symbols in %.3f of sequences",
                    "",
                    "trained",
                    cell.trained().get(0),
                    cell.trained().get(half),
                    cell.trained().get(all),
                    steps,
                    cell.recalled()));
        }
        lines.flush();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
