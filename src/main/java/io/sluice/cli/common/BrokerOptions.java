package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.config.PropertySources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that connects to a broker: its address, and the settings of Kafka's clients. */
@Internal
public final class BrokerOptions {
    private static final String SERVERS = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    @Option(
            names = {"--bootstrap-server", "--bootstrap-servers"},
            paramLabel = "HOST:PORT",
            description = "Brokers, separated by commas. Default: $$KAFKA_BOOTSTRAP_SERVERS, or bootstrap.servers of"
                    + " --command-config, or localhost:9092.")
    private @Nullable String servers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "A properties file for Kafka's clients, for example with security settings. Environment"
                    + " variables such as KAFKA_SASL_JAAS_CONFIG override it. A file for sluice run will do.")
    private @Nullable Path file;

    /** Returns the settings of Kafka's clients, which contain {@code bootstrap.servers}. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(PropertySources.loadClient(file, System.getenv()));
        if (servers != null) {
            settings.put(SERVERS, servers);
        }
        settings.putIfAbsent(SERVERS, "localhost:9092");
        return settings;
    }
}
