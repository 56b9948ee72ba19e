package io.sluice.offline.soak;

import io.sluice.config.SluiceConfig;
import io.sluice.offline.bench.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The properties of the pipelines: those that name their parts, the layout of the events, and else the defaults. */
public final class PipelineSettings {
    private PipelineSettings() {}

    /**
     * Returns the properties of the pipeline with a store.
     *
     * @param model the folder of the bundle
     * @param channels the channels of the model
     * @param states the folder of the states
     * @param port the port of health and metrics
     */
    public static Map<String, String> of(
            String store, String bootstrapServers, Path model, List<String> channels, Path states, int port) {
        Map<String, String> properties = new TreeMap<>(Workload.layout(channels));
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("application.id", SoakTopics.name(store));
        properties.put("state.dir", states.toString());
        properties.put(SluiceConfig.MODEL, model.toAbsolutePath().toString());
        properties.put(SluiceConfig.INPUT_TOPIC, SoakTopics.INPUT);
        properties.put(SluiceConfig.OUTPUT_TOPIC, SoakTopics.name(store));
        properties.put(SluiceConfig.DEAD_LETTER_TOPIC, SoakTopics.deadLetters(store));
        properties.put(SluiceConfig.STATE_STORE, store);
        properties.put(SluiceConfig.HTTP_PORT, Integer.toString(port));
        return properties;
    }
}
