package io.sluice.cli.erase;

import io.sluice.broker.BrokerException;
import io.sluice.broker.Cluster;
import io.sluice.broker.LiveTopic;
import io.sluice.config.SluiceConfig;
import io.sluice.permission.Permission;
import io.sluice.stream.TopologyNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/** The topics of a pipeline that exist and may hold records of a key. */
final class PipelineTopics {
    private final SluiceConfig config;
    private final Map<String, LiveTopic> found;

    private PipelineTopics(SluiceConfig config, Map<String, LiveTopic> found) {
        this.config = config;
        this.found = found;
    }

    /**
     * Looks at the topics.
     *
     * @param watched true if the changelog will be read
     * @throws BrokerException if an input topic is missing, or if the user lacks a permission
     */
    static PipelineTopics of(SluiceConfig config, Cluster cluster, boolean watched) {
        List<String> names = new ArrayList<>(config.inputTopics());
        names.addAll(config.outputTopics());
        names.add(TopologyNames.changelogTopic(config));
        if (config.repartitions()) {
            names.add(TopologyNames.repartitionTopic(config)); // a user needs no permission for it otherwise
        }
        cluster.requirePermissions(permissions(config, names, watched));
        config.inputTopics()
                .forEach(topic -> cluster.requireTopic(
                        topic, "sluice.input.topic names it, and a tombstone must go to each input topic"));
        return new PipelineTopics(config, cluster.topics(names));
    }

    /** A topic that the user may not see would look like a missing one, and its records would not be told of. */
    private static List<Permission> permissions(SluiceConfig config, List<String> topics, boolean watched) {
        List<Permission> needed = new ArrayList<>();
        config.inputTopics().forEach(topic -> needed.add(Permission.ofTopic(AclOperation.WRITE, topic)));
        for (String topic : topics) {
            needed.add(Permission.ofTopic(AclOperation.DESCRIBE, topic));
            needed.add(Permission.ofTopic(AclOperation.DESCRIBE_CONFIGS, topic));
        }
        if (watched) {
            needed.add(Permission.ofTopic(AclOperation.READ, TopologyNames.changelogTopic(config)));
        }
        return needed;
    }

    /** Returns all partitions of the input topics. */
    List<TopicPartition> inputs() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : config.inputTopics()) {
            LiveTopic live = found.get(topic);
            for (int i = 0; live != null && i < live.partitions(); i++) {
                partitions.add(new TopicPartition(topic, i));
            }
        }
        return partitions;
    }

    /** Returns the name of the changelog; null if the pipeline has never run. */
    @Nullable
    String changelog() {
        String name = TopologyNames.changelogTopic(config);
        return found.containsKey(name) ? name : null;
    }

    /** Returns a sentence for each topic on when the records of the key are gone. */
    List<String> lifetimes() {
        List<String> lines = new ArrayList<>();
        TopicLifetime.Part events =
                config.repartitions() ? TopicLifetime.Part.EVENTS_WITH_KEY : TopicLifetime.Part.EVENTS;
        config.inputTopics().forEach(topic -> add(topic, events, lines));
        add(TopologyNames.repartitionTopic(config), TopicLifetime.Part.REPARTITION, lines);
        add(TopologyNames.changelogTopic(config), TopicLifetime.Part.STATES, lines);
        config.outputTopics().forEach(topic -> add(topic, TopicLifetime.Part.OUTPUT, lines));
        return lines;
    }

    private void add(String topic, TopicLifetime.Part part, List<String> lines) {
        LiveTopic live = found.get(topic);
        if (live != null) {
            lines.add("  " + topic + ": " + new TopicLifetime(topic, part, live.settings()).text());
        }
    }
}
