package io.sluice.cli;

import io.sluice.cli.common.ChildProcess;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.StopSignal;
import io.sluice.offline.torture.JavaProgram;
import io.sluice.offline.torture.Torture;
import io.sluice.offline.torture.TortureException;
import io.sluice.offline.torture.TortureFolder;
import io.sluice.offline.torture.TortureOptions;
import io.sluice.offline.torture.TortureResult;
import io.sluice.offline.torture.plan.FaultKind;
import io.sluice.offline.torture.plan.TorturePlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice torture}: real brokers and instances under real faults, and an audit of every output and state. */
@Command(
        name = "torture",
        description = {
            "Run pipelines on real brokers under real faults, and compare every prediction, alert, dead letter and"
                    + " state with a loop that never fails, byte for byte.",
            "Brokers and instances are child processes. A line tells of each fault, and the last line on stdout is"
                    + " JSON. Exit code 0: nothing was lost, doubled, out of order or different, under enough events"
                    + " and faults. docs/reliability.md describes the faults."
        })
final class TortureCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--minutes",
            defaultValue = "3",
            paramLabel = "M",
            description = "Number of scenarios, each of about a minute. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Seed of scenarios, faults and events. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--brokers",
            defaultValue = "3",
            paramLabel = "N",
            description = "Number of brokers: 1, or 3 that replicate everything. Default: ${DEFAULT-VALUE}.")
    private int brokers;

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "KIND",
            description = "Kinds of faults to draw from, separated by commas. Default: all that the number of brokers"
                    + " allows.")
    private List<String> faults = List.of();

    @Option(
            names = "--rate",
            defaultValue = "400",
            paramLabel = "N",
            description = "Events a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--secured",
            description =
                    "The brokers demand TLS, a password and permissions of the pipelines. These have the permissions"
                            + " that docs/configuration.md lists, and no others.")
    private boolean secured;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder for data and logs, which stay there. Default: a temporary folder, which is deleted if"
                    + " the audit finds nothing.")
    private @Nullable Path dir;

    @Override
    public Integer call() throws IOException, ExecutionException, InterruptedException {
        TorturePlan plan = plan();
        CompletableFuture<Void> stop = StopSignal.requested();
        Thread thread = Thread.currentThread();
        var unused = stop.thenRun(thread::interrupt);
        try (TortureFolder folder = TortureFolder.of(dir)) {
            try {
                return run(plan, folder);
            } catch (IOException | ExecutionException | InterruptedException | RuntimeException e) {
                if (stop.isDone()) { // then what was interrupted says nothing
                    folder.discard();
                    throw new TortureException("the torture was stopped before its end", e);
                }
                print("data and logs are in " + folder.path());
                throw e;
            }
        }
    }

    private TorturePlan plan() {
        OptionRange.requireWithin(spec, "--minutes", 1, 24 * 60, minutes);
        OptionRange.requireWithin(spec, "--rate", 1, 10_000, rate);
        try {
            return new TorturePlan(minutes, seed, kinds(), brokers);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Set<FaultKind> kinds() {
        return faults.isEmpty()
                ? Set.copyOf(FaultKind.suiting(brokers))
                : faults.stream().map(this::kind).collect(Collectors.toSet());
    }

    private FaultKind kind(String label) {
        return FaultKind.of(label)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--faults has '" + label + "', which is no kind of fault; give some of " + FaultKind.labels()));
    }

    private int run(TorturePlan plan, TortureFolder folder)
            throws IOException, ExecutionException, InterruptedException {
        TortureResult result = new Torture(options(plan, folder.path()), this::print).run();
        List<String> shortcomings = result.shortcomings(plan.leastFaults());
        shortcomings.forEach(this::print);
        if (shortcomings.isEmpty()) {
            folder.discard();
        } else {
            print("data and logs are in " + folder.path());
        }
        print(result.json());
        return shortcomings.isEmpty() ? 0 : 1;
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private TortureOptions options(TorturePlan plan, Path folder) {
        JavaProgram program =
                new JavaProgram(ManagementFactory.getRuntimeMXBean().getInputArguments(), ChildProcess.mainClass(spec));
        Path bundles = Path.of(System.getProperty("sluice.home", ""), "models").toAbsolutePath();
        return new TortureOptions(plan, program, bundles, folder, rate, secured);
    }
}
