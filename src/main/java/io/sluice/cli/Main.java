package io.sluice.cli;

import io.sluice.cli.common.Failures;
import io.sluice.cli.common.LogSettings;
import io.sluice.cli.common.StopSignal;
import io.sluice.cli.common.Version;
import io.sluice.cli.erase.EraseCommand;
import io.sluice.cli.letters.DeadLettersCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code sluice}.
 *
 * <p>Exit codes: 0 for success and for a clean stop by SIGTERM or SIGINT; 2 for invalid arguments, properties, data and
 * bundles; 1 for all other failures (broker, topics, ports, disk, engine).
 */
@Command(
        name = "sluice",
        description = "Stateful inference on event streams.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            BrokerCommand.class,
            TopicsCommand.class,
            ReplayCommand.class,
            TailCommand.class,
            DeadLettersCommand.class,
            EraseCommand.class,
            QueryCommand.class,
            ExplainCommand.class,
            WhatIfCommand.class,
            ScoreCommand.class,
            ModelCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            SimulateCommand.class,
            BenchCommand.class,
            TortureCommand.class,
            SoakCommand.class,
            RecoveryCommand.class,
            CellsCommand.class
        })
public final class Main implements Runnable {
    private static final String DEBUG = "--debug";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = DEBUG, scope = ScopeType.INHERIT, description = "Print stack traces, and log at level debug.")
    private boolean debug;

    public static void main(String[] args) {
        if (Arrays.asList(args).contains(DEBUG)) {
            LogSettings.detailed(); // before the arguments are parsed, because that makes loggers
        }
        int code =
                commandLine().setOut(utf8(System.out)).setErr(utf8(System.err)).execute(args);
        StopSignal.exiting(code);
        System.exit(code);
    }

    /** Returns a writer in UTF-8, because before Java 18 the locale decides, and may have nothing but ASCII. */
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Returns the command line with all commands and the handlers of their exceptions. */
    static CommandLine commandLine() {
        Main main = new Main();
        Failures failures = new Failures(() -> main.debug);
        return new CommandLine(main)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Reports that the user gave no command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; give one of " + commandNames());
    }

    private String commandNames() {
        return String.join(", ", spec.subcommands().keySet());
    }
}
