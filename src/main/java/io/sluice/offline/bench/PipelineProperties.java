package io.sluice.offline.bench;

import io.sluice.config.SluiceConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The properties of a measured pipeline: those that name its parts, the layout of the events, and else the defaults.
 */
public final class PipelineProperties {
    private PipelineProperties() {}

    /**
     * Returns the properties, to which more can be added.
     *
     * @param name the application id, and the topic of the predictions
     * @param input the topic of the events
     * @param store the name of the store, as in the properties
     * @param channels the channels of the model
     */
    public static Map<String, String> of(
            String bootstrapServers, String name, String input, String store, List<String> channels) {
        Map<String, String> properties = new TreeMap<>(Workload.layout(channels));
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("application.id", name);
        properties.put(SluiceConfig.INPUT_TOPIC, input);
        properties.put(SluiceConfig.OUTPUT_TOPIC, name);
        properties.put(SluiceConfig.DEAD_LETTER_TOPIC, BenchTopics.deadLetters(name));
        properties.put(SluiceConfig.STATE_STORE, store);
        return properties;
    }
}
