package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.config.PropertySources;
import io.sluice.config.SluiceConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of the commands that work on the topics of a pipeline: its properties, as {@code sluice run} has them.
 */
@Internal
public final class PipelineOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The properties file of the pipeline, as for sluice run. Environment variables override it.")
    private Path file = Path.of("sluice.properties");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a property of the pipeline, as for sluice run; may be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    /** Returns the settings of the pipeline. */
    public SluiceConfig config() {
        if (properties.containsKey("")) {
            throw new ParameterException(spec.commandLine(), "--set has no key; give KEY=VALUE");
        }
        return PropertySources.load(file, System.getenv(), properties);
    }

    /** Returns the settings of Kafka's clients, which contain {@code bootstrap.servers}. */
    public Map<String, String> clientSettings(SluiceConfig config) {
        Map<String, String> settings = new HashMap<>(PropertySources.loadClient(file, System.getenv()));
        properties.forEach((key, value) -> {
            if (!key.startsWith("sluice.")) {
                settings.put(key, value);
            }
        });
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        return settings;
    }
}
