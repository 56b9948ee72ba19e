package io.sluice.cli;

import io.sluice.broker.EmbeddedBroker;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.StandardInput;
import io.sluice.cli.common.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice broker}: runs an embedded broker until a signal stops it. */
@Command(
        name = "broker",
        description = {
            "Run a single-node Kafka broker on 127.0.0.1 for development.",
            "The broker does not create topics automatically; use sluice topics apply."
                    + " SIGTERM and Ctrl-C stop it cleanly, with exit code 0."
        })
final class BrokerCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            defaultValue = "9092",
            paramLabel = "PORT",
            description = "Port to listen on; 0 for any free port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder for the data. Default: a temporary folder, which is deleted at the end.")
    private @Nullable Path dir;

    @Option(
            names = "--until-stdin-closes",
            hidden = true,
            description = "Also stop at the end of stdin, which a parent process closes however it ends.")
    private boolean untilStdinCloses;

    @Option(
            names = "--set",
            hidden = true,
            paramLabel = "KEY=VALUE",
            description = "Set a property of Kafka's broker; may be repeated. Needs --dir.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public void run() {
        OptionRange.requireWithin(spec, "--port", 0, 65_535, port);
        CompletableFuture<?> stop = untilStdinCloses
                ? CompletableFuture.anyOf(StopSignal.requested(), StandardInput.end())
                : StopSignal.requested();
        PrintWriter out = spec.commandLine().getOut();
        try (EmbeddedBroker broker = start()) {
            out.println("broker ready on " + broker.bootstrapServers() + ", data in " + broker.folder());
            out.flush();
            stop.join();
        }
    }

    private EmbeddedBroker start() {
        return dir == null ? EmbeddedBroker.startTemporary(port) : EmbeddedBroker.start(dir, port, settings);
    }
}
