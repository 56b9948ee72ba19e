package io.sluice.cli;

import io.sluice.cli.common.OptionRange;
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
import picocli.CommandLine.Spec;

/** {@code sluice cells gradients}: measures how far gradients reach back in an RNN, a GRU and an LSTM. */
@Command(
        name = "gradients",
        description = {
            "Measure how far gradients reach back in an RNN, a GRU and an LSTM, before and after training."
                    + " The task is to name the first symbol of a sequence after each symbol.",
            "The table shows the norm of the gradient of the last output with respect to an input some steps before."
        })
final class CellsGradientsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--out", required = true, paramLabel = "FILE.svg", description = "The chart to write.")
    private Path out = Path.of("");

    @Option(names = "--report", paramLabel = "FILE.json", description = "Write all figures as JSON.")
    private @Nullable Path report;

    @Option(
            names = "--hidden",
            defaultValue = "32",
            paramLabel = "H",
            description = "Number of hidden units. Default: ${DEFAULT-VALUE}.")
    private int hidden;

    @Option(
            names = "--steps",
            defaultValue = "40",
            paramLabel = "T",
            description = "Number of symbols in a sequence. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--updates",
            defaultValue = "800",
            paramLabel = "N",
            description = "Number of training updates with 64 sequences each. Default: ${DEFAULT-VALUE}.")
    private int updates;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of the weights and of the sequences. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        OptionRange.requireAtLeast(spec, "--hidden", 1, hidden);
        OptionRange.requireAtLeast(spec, "--steps", 2, steps);
        OptionRange.requireAtLeast(spec, "--updates", 0, updates);
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
                    "%-6s %-10s %10.2g %10.2g %10.2g  names the first of %d symbols in %.3f of the sequences",
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
