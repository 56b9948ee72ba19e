package io.sluice.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka with which a pipeline would lose events, states or predictions, or their order. Kafka accepts
 * most of them, and ignores some of them without a word.
 */
final class LossySettings {
    private static final Set<String> STREAMS = Set.of("");
    private static final Set<String> PRODUCER = Set.of("", StreamsConfig.PRODUCER_PREFIX);
    private static final Set<String> CONSUMER = Set.of(
            "",
            StreamsConfig.CONSUMER_PREFIX,
            StreamsConfig.MAIN_CONSUMER_PREFIX,
            StreamsConfig.RESTORE_CONSUMER_PREFIX,
            StreamsConfig.GLOBAL_CONSUMER_PREFIX);
    private static final Set<String> TOPIC = Set.of(StreamsConfig.TOPIC_PREFIX);

    private static final String RETENTION = "the broker would delete events that wait in the repartition topic";

    private static final List<Rule> RULES = List.of(
            new Rule(
                    STREAMS,
                    StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                    StreamsConfig.AT_LEAST_ONCE::equals,
                    // A replay cannot be told from offsets that an operator reset, so no position in a state helps.
                    "after a failure an event would advance the state of its key twice; the default is "
                            + StreamsConfig.EXACTLY_ONCE_V2),
            new Rule(
                    TOPIC,
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    any -> true,
                    "the changelog must be compacted, or the broker would delete states; the repartition topic must not"
                            + " be, or it would delete events"),
            new Rule(TOPIC, TopicConfig.RETENTION_MS_CONFIG, value -> !value.equals("-1"), RETENTION),
            new Rule(TOPIC, TopicConfig.RETENTION_BYTES_CONFIG, value -> !value.equals("-1"), RETENTION),
            new Rule(
                    TOPIC,
                    TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                    LossySettings::isTrue,
                    "a broker that lags behind could become the leader, and states would be lost"),
            new Rule(
                    PRODUCER,
                    ProducerConfig.ACKS_CONFIG,
                    value -> !value.equals("all") && !value.equals("-1"),
                    "predictions and states could be lost with a broker; leave it at all"),
            new Rule(
                    PRODUCER,
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    value -> !isTrue(value),
                    "a retry could put an old state of a key after a newer one"),
            new Rule(
                    PRODUCER,
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    any -> true,
                    "Kafka Streams makes it from application.id"),
            new Rule(
                    PRODUCER,
                    ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
                    LossySettings::isTrue,
                    "the events and predictions of a key would be spread over partitions and lose their order"),
            new Rule(
                    PRODUCER,
                    ProducerConfig.PARTITIONER_CLASS_CONFIG,
                    RoundRobinPartitioner.class.getName()::equals,
                    "the events and predictions of a key would be spread over partitions and lose their order"),
            new Rule(
                    CONSUMER,
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    LossySettings::isTrue,
                    "events could count as processed before they are scored"),
            new Rule(
                    CONSUMER,
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    LossySettings::isTrue,
                    "a missing topic would be created empty, with another number of partitions"),
            new Rule(
                    CONSUMER,
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    value -> !value.equals("read_committed"),
                    "events and states of aborted transactions would count"));

    /**
     * A setting that is refused.
     *
     * @param prefixes the prefixes with which Kafka Streams takes the setting
     * @param isLossy returns true for a value that is refused
     */
    private record Rule(Set<String> prefixes, String setting, Predicate<String> isLossy, String reason) {
        void check(Map<String, String> values) {
            for (String prefix : prefixes) {
                String value = values.get(prefix + setting);
                if (value != null && isLossy.test(value.trim())) {
                    throw new ConfigException(prefix + setting, value, reason + "; remove the key");
                }
            }
        }
    }

    private LossySettings() {}

    /**
     * Checks the properties for Kafka Streams, with their usual prefixes.
     *
     * @throws ConfigException if a setting would lose something: names the key and what would be lost
     */
    static void requireNone(Map<String, String> values) {
        RULES.forEach(rule -> rule.check(values));
    }

    private static boolean isTrue(String value) {
        return value.equalsIgnoreCase("true");
    }
}
