package io.sluice.cli.common;

import io.sluice.Internal;
import picocli.CommandLine.Option;

/** The option {@code --bootstrap-server} of every command that connects to a broker. */
@Internal
public final class BootstrapOption {
    @Option(
            names = {"--bootstrap-server", "--bootstrap-servers"},
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
            description = "Brokers, separated by commas."
                    + " Default: $$KAFKA_BOOTSTRAP_SERVERS, or localhost:9092 if it is not set.")
    private String servers = "";

    /** Returns the addresses of the brokers, separated by commas. */
    public String servers() {
        return servers;
    }
}
