package io.sluice.cli;

import io.sluice.torch.TorchBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice cells time}: how long a step of some bundles takes, beside each other. */
@Command(
        name = "time",
        description = {
            "Measure how long a step of some bundles takes, as those that cells compare left, in turns on the CPU.",
            "A line a bundle: bytes of state, and microseconds of a call of 1, 128 and 512 rows (median, least to most)."
        })
final class CellsTimeCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "The bundles' folders.")
    private List<Path> folders = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "9",
            paramLabel = "N",
            description = "Windows of 60 ms a bundle and batch. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    public void run() {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds is " + rounds + "; it must be at least 1");
        }
        List<TorchBundle> bundles =
                folders.stream().map(folder -> TorchBundle.open(folder, "cpu")).toList();
        List<String> times = StepTimes.measure(bundles, rounds);
        PrintWriter table = spec.commandLine().getOut();
        table.println("| bundle | " + StepTimes.heads() + " |");
        table.println("| --- | " + StepTimes.rule() + " |");
        for (int i = 0; i < times.size(); i++) {
            table.println("| `" + folders.get(i) + "` | " + times.get(i) + " |");
        }
        table.flush();
    }
}
