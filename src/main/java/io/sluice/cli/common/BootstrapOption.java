package io.sluice.cli.common;

import io.sluice.Internal;
import picocli.CommandLine.Option;

/** The option that every client of a broker has. */
@Internal
public final class BootstrapOption {
    @Option(
            names = {"--bootstrap-server", "--bootstrap-servers"},
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
            description = "Brokers, separated by commas. Default: $$KAFKA_BOOTSTRAP_SERVERS, else localhost:9092.")
    private String servers = "";

    public String servers() {
        return servers;
    }
}
