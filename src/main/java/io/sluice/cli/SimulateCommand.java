package io.sluice.cli;

import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.OutputFile;
import io.sluice.offline.simulation.Shop;
import io.sluice.offline.simulation.ShopSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice simulate}: writes visits of the simulated shop to a file, for training and evaluation. */
@Command(
        name = "simulate",
        subcommands = SimulateFleetCommand.class,
        customSynopsis = {
            "sluice simulate [--seed=N] [--sessions=N] [--shoppers=N] FILE",
            "       sluice simulate fleet [--seed=N] [--machines=N] [--channels=N]",
            "                             [--events=N] FOLDER"
        },
        description = {
            "Write visits of the simulated shop of 'sluice demo items'. Each line is a session: its items, separated by"
                    + " spaces.",
            "The same options give the same file. Another seed gives other shoppers in the same shop."
        })
final class SimulateCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to write; its folder must exist.")
    private @Nullable Path file;

    @Option(
            names = "--sessions",
            defaultValue = "40000",
            paramLabel = "N",
            description = "Number of sessions. Default: ${DEFAULT-VALUE}.")
    private int sessions;

    @Option(
            names = "--shoppers",
            defaultValue = "2000",
            paramLabel = "N",
            description = "Number of shoppers. Default: ${DEFAULT-VALUE}.")
    private int shoppers;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of the simulation. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public void run() {
        if (file == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing required parameter: give 'FILE' for visits, or 'fleet' for readings of machines");
        }
        write(file);
    }

    private void write(Path file) {
        requireOptions(file);
        List<String> lines = Shop.sessions(sessions, shoppers, seed).stream()
                .map(SimulateCommand::line)
                .toList();
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireOptions(Path file) {
        OptionRange.requireAtLeast(spec, "--sessions", 1, sessions);
        OptionRange.requireAtLeast(spec, "--shoppers", 1, shoppers);
        OutputFile.require(spec, "FILE", file);
    }

    private static String line(ShopSession session) {
        return String.join(" ", session.items());
    }
}
