package io.sluice.offline.recovery;

import io.sluice.config.SluiceConfig.StateStore;
import io.sluice.offline.bench.BenchTopics;
import io.sluice.offline.bench.PipelineProperties;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One of the measured pipelines.
 *
 * @param standbys the number of further copies of each state
 */
public record PipelineKind(StateStore store, int standbys) {
    /** Returns the name of the store as in the properties. */
    public String storeName() {
        return store.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the application id, and the topic of the predictions. */
    public String name() {
        return "recovery-" + storeName() + "-" + standbys;
    }

    /** Returns the topic of the events. */
    public String input() {
        return name() + "-events";
    }

    /** Returns the number of instances: as many as there are copies of a state. */
    public int instances() {
        return 1 + standbys;
    }

    /** Returns all topics that the pipeline does not create itself. */
    public List<String> topics() {
        return List.of(name(), input(), BenchTopics.deadLetters(name()));
    }

    /**
     * Returns the properties of all instances, to which more can be added.
     *
     * @param channels the channels of the model
     */
    public Map<String, String> properties(String bootstrapServers, List<String> channels) {
        Map<String, String> properties =
                PipelineProperties.of(bootstrapServers, name(), input(), storeName(), channels);
        properties.put("num.standby.replicas", Integer.toString(standbys));
        return properties;
    }
}
