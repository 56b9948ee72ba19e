package io.sluice.cli;

import io.sluice.simulation.Shop;
import io.sluice.simulation.ShopSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice simulate}: visits of the simulated shop as a file, to train and evaluate on. */
@Command(
        name = "simulate",
        description = {
            "Write visits of the simulated shop of 'demo items', a session a line, its items with a space between.",
            "The same options give the same file; another seed has other shoppers in the same shop."
        })
final class SimulateCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Where to write; its folder must be there.")
    private Path file = Path.of("");

    @Option(names = "--sessions", defaultValue = "40000", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int sessions;

    @Option(names = "--shoppers", defaultValue = "2000", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int shoppers;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public void run() {
        requireOptions();
        List<String> lines = Shop.sessions(sessions, shoppers, seed).stream()
                .map(SimulateCommand::line)
                .toList();
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireOptions() {
        if (sessions < 1 || shoppers < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sessions " + sessions + ", --shoppers " + shoppers + ": both must be at least 1");
        }
        OutputFile.require(spec, "FILE", file);
    }

    private static String line(ShopSession session) {
        return String.join(" ", session.items());
    }
}
