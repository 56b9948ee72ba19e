package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** The settings of the topics that the pipeline writes, as far as the topics exist and the broker shows them. */
final class TopicSettings {
    /** Room for a prediction or a cut dead letter with its headers. */
    private static final int SMALLEST_LIMIT = 16 << 10;

    /** Kafka's default of {@code message.timestamp.after.max.ms}, in milliseconds. */
    private static final long DEFAULT_AFTER_MAX = 3_600_000;

    /** The key of both distances before Kafka 3.6. */
    private static final String DIFFERENCE_MAX = "message.timestamp.difference.max.ms";

    private final SluiceConfig config;
    private final Map<String, Config> topics;

    /** @param topics the settings by the name of the topic */
    TopicSettings(SluiceConfig config, Map<String, Config> topics) {
        this.config = config;
        this.topics = Map.copyOf(topics);
    }

    /**
     * Returns the records that the topics accept. A record that its topic rejects would stop the pipeline at the same
     * event for ever, so the topics' own limits count.
     *
     * @throws StartException if a topic has no room for a prediction
     */
    TopicLimits limits() {
        return new TopicLimits(sizes(), times());
    }

    private SizeLimits sizes() {
        SizeLimits limits = SizeLimits.of(config)
                .withDeadLetterTopic(maxMessageBytes(config.deadLetterTopic()))
                .withRepartitionTopic(maxMessageBytes(TopologyNames.repartitionTopic(config)))
                .withOutputTopic(maxMessageBytes(TopologyNames.changelogTopic(config)))
                .withOutputTopic(maxMessageBytes(config.outputTopic()));
        String alerts = config.alertTopic();
        return alerts == null ? limits : limits.withOutputTopic(maxMessageBytes(alerts));
    }

    /** Returns a topic's limit; the largest number if the topic does not exist yet or the broker hides its settings. */
    private int maxMessageBytes(String topic) {
        String limit = value(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return limit == null ? Integer.MAX_VALUE : requireRoom(topic, Integer.parseInt(limit));
    }

    private TimestampBounds times() {
        TimestampBounds bounds = TimestampBounds.NONE;
        for (String topic : names(config)) {
            bounds = bounds.withTopic(
                    distance(topic, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, Long.MAX_VALUE),
                    distance(topic, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, DEFAULT_AFTER_MAX));
        }
        return bounds;
    }

    /**
     * Returns the distance of record times from the broker's clock that a topic accepts, in milliseconds.
     *
     * @param kafkasDefault the default of Kafka, for a topic that does not exist yet or whose settings are hidden
     */
    private long distance(String topic, String key, long kafkasDefault) {
        if ("LogAppendTime".equals(value(topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))) {
            return Long.MAX_VALUE;
        }
        String distance = value(topic, key);
        String found = distance == null ? value(topic, DIFFERENCE_MAX) : distance;
        return found == null ? kafkasDefault : Long.parseLong(found);
    }

    /** Returns a setting of a topic; null if the broker hides the topic, this one setting, or its value. */
    @Nullable
    String value(String topic, String key) {
        Config found = topics.get(topic);
        ConfigEntry entry = found == null ? null : found.get(key);
        return entry == null ? null : entry.value();
    }

    /** Returns the names of the topics that the pipeline writes. */
    static List<String> names(SluiceConfig config) {
        List<String> topics = new ArrayList<>(config.outputTopics());
        topics.add(TopologyNames.changelogTopic(config));
        if (config.repartitions()) {
            topics.add(TopologyNames.repartitionTopic(config));
        }
        return topics;
    }

    /**
     * Checks that brokers keep what is needed. The changelog is the only copy of a state that survives, and the
     * repartition topic the only copy of an event.
     *
     * @throws StartException if a topic has another cleanup policy
     */
    void requireCleanupPolicies() {
        requireCleanupPolicy(
                TopologyNames.changelogTopic(config),
                TopicConfig.CLEANUP_POLICY_COMPACT,
                "the broker would delete states");
        requireCleanupPolicy(
                TopologyNames.repartitionTopic(config),
                TopicConfig.CLEANUP_POLICY_DELETE,
                "the broker would delete events before they are scored");
    }

    private void requireCleanupPolicy(String topic, String needed, String consequence) {
        String policy = value(topic, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && !policy.equals(needed)) {
            throw new StartException("topic " + topic + " has " + TopicConfig.CLEANUP_POLICY_CONFIG + " " + policy
                    + ", so " + consequence + "; set it to " + needed);
        }
    }

    private static int requireRoom(String topic, int limit) {
        if (limit < SMALLEST_LIMIT) {
            throw new StartException("topic " + topic + " accepts messages of " + limit
                    + " bytes, and Sluice needs at least " + SMALLEST_LIMIT + "; raise the topic's max.message.bytes");
        }
        return limit;
    }
}
