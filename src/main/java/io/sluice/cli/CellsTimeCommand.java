package io.sluice.cli;

import io.sluice.cli.common.OptionRange;
import io.sluice.runtime.LoadedBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice cells time}: measures and compares the time of a step of several bundles. */
@Command(
        name = "time",
        description = {
            "Measure the time of a step of several bundles in turn on the CPU, for example of the bundles that sluice"
                    + " cells compare has trained.",
            "The table shows the bytes of state, and the microseconds per call of 1, 128 and 512 rows"
                    + " (median, minimum to maximum)."
        })
final class CellsTimeCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "The folders of the bundles.")
    private List<Path> folders = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "9",
            paramLabel = "N",
            description = "Number of measurements of 60 ms for each bundle and batch size. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    public void run() {
        OptionRange.requireAtLeast(spec, "--rounds", 1, rounds);
        List<LoadedBundle> bundles =
                folders.stream().map(folder -> LoadedBundle.open(folder, "cpu")).toList();
        List<String> times = StepTimes.measure(bundles, rounds);
        PrintWriter table = spec.commandLine().getOut();
        table.println("| bundle | " + StepTimes.headings() + " |");
        table.println("| --- | " + StepTimes.separators() + " |");
        for (int i = 0; i < times.size(); i++) {
            table.println("| `" + folders.get(i) + "` | " + times.get(i) + " |");
        }
        table.flush();
    }
}
