package io.sluice.config;

import io.sluice.engine.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties of Kafka Streams and its clients under their own names: Sluice's defaults, the user's values, and the
 * keys that only Sluice sets.
 */
final class StreamsProperties {
    /**
     * Room for a dead letter: a record that an input topic accepted, with more headers. An input topic measures the
     * compressed batch, so its records may be larger than its limit.
     */
    private static final int MAX_REQUEST = 16 << 20;

    /** The longest look-ahead where the commit interval is long: a rebalance waits for it. */
    private static final long MAX_LOOK_AHEAD_MILLIS = 1000;

    private static final String DEAD_LETTERS_INSTEAD = "malformed events go to the dead letters";
    private static final String NO_LOSS = "a skipped prediction would be lost";

    /** The keys that users may not set, each with the reason. */
    private static final Map<String, String> OWNED = Map.ofEntries(
            Map.entry(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, "Sluice reads and writes bytes"),
            Map.entry(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, "Sluice reads and writes bytes"),
            Map.entry(
                    StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
                    "Sluice has its own extractor, which never fails"),
            Map.entry(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DEAD_LETTERS_INSTEAD),
            Map.entry("default.deserialization.exception.handler", DEAD_LETTERS_INSTEAD),
            Map.entry(
                    StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                    "a skipped event would be a lost step of its key"),
            Map.entry(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, NO_LOSS),
            Map.entry("default.production.exception.handler", NO_LOSS),
            Map.entry(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "set sluice.dead.letter.topic instead"),
            Map.entry(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "it is always on"),
            Map.entry(
                    StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG,
                    "it could rename topics and stores, and Sluice would lose the states"),
            Map.entry("default.dsl.store", "set sluice.state.store instead"),
            Map.entry(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, "set sluice.state.store instead"));

    private static final Map<String, Object> DEFAULTS = Map.of(
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG,
            "true",
            StreamsConfig.REPLICATION_FACTOR_CONFIG,
            "-1",
            ProducerConfig.LINGER_MS_CONFIG,
            "5",
            ProducerConfig.BATCH_SIZE_CONFIG,
            "131072",
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            "10000",
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            "3000");

    private final Map<String, String> values;

    /** All properties as Kafka Streams reads them. */
    private final StreamsConfig parsed;

    /**
     * Takes the user's values.
     *
     * @throws ConfigException if a key is missing or is one that only Sluice sets, if a value makes no sense, or if
     *     Kafka Streams refuses values that do not go together
     */
    StreamsProperties(Map<String, String> values) {
        this.values = new TreeMap<>(values);
        values.keySet().forEach(StreamsProperties::requireNotOwned);
        require(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG);
        require(StreamsConfig.APPLICATION_ID_CONFIG);
        requireTopicPrefix();
        if (threads() < 1) {
            throw new ConfigException(
                    StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads(), "scoring needs at least one thread");
        }
        this.parsed = parse(all());
        LossySettings.requireNone(values);
    }

    private static void requireNotOwned(String key) {
        String reason = OWNED.get(key);
        if (reason != null) {
            throw new ConfigException("the key " + key + " may not be set: " + reason);
        }
    }

    private void require(String key) {
        if (get(key).isBlank()) {
            throw new ConfigException("the key " + key + " is missing; set it");
        }
    }

    /** The names of the changelog and of the repartition topic begin with the application id. */
    private void requireTopicPrefix() {
        String id = get(StreamsConfig.APPLICATION_ID_CONFIG);
        Topic.validate(id, "as the first part of the names of topics it", reason -> {
            throw new ConfigException(StreamsConfig.APPLICATION_ID_CONFIG, id, reason);
        });
    }

    /** Returns the user's keys that Kafka does not know, each with the nearest known one if that is near. */
    List<String> unknownKeys() {
        return KafkaKeys.unknown(values.keySet());
    }

    /** Returns the user's value of a key; an empty text if the user gave none. */
    String get(String key) {
        return values.getOrDefault(key, "");
    }

    /** Returns the folder of the state stores. */
    String stateDirectory() {
        return parsed.getString(StreamsConfig.STATE_DIR_CONFIG);
    }

    private static StreamsConfig parse(Properties properties) {
        try {
            return new StreamsConfig(properties);
        } catch (IllegalArgumentException e) {
            ConfigException refused = new ConfigException(e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    /**
     * Returns a folder that survives a restart of the machine, unlike the default of Kafka Streams below the temporary
     * folder: {@code sluice} in the folder of the XDG Base Directory Specification for states.
     */
    private static String defaultStateDirectory() {
        String states = System.getenv("XDG_STATE_HOME");
        Path folder = states == null || states.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(states);
        return folder.resolve("sluice").toString();
    }

    /** Returns the number of stream threads. */
    int threads() {
        return number(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    }

    String processingGuarantee() {
        return parsed.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG);
    }

    /** Returns the time between two commits, in milliseconds. */
    long commitMillis() {
        return parsed.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
    }

    /**
     * Returns the time that one record's turn may spend on stepping ahead, in milliseconds: half of the commit
     * interval, so that commits stay on time, and a tenth of the transaction timeout, so that the coordinator never
     * aborts for it.
     */
    long lookAheadMillis() {
        Object timeout = parsed.getProducerConfigs("").get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        long transaction = timeout == null ? Long.MAX_VALUE : Long.parseLong(timeout.toString());
        return Math.max(1, Math.min(MAX_LOOK_AHEAD_MILLIS, Math.min(commitMillis() / 2, transaction / 10)));
    }

    /** Returns the largest prediction or state that is sent, in bytes: the default limit of topics, or less. */
    int maxRecordBytes() {
        return Math.min(EngineSettings.DEFAULTS.maxRecordBytes(), maxRequestBytes());
    }

    /** Returns the largest dead letter or repartitioned event that is sent, in bytes. */
    int maxRequestBytes() {
        String key = ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
        return number(StreamsConfig.producerPrefix(key), number(key, MAX_REQUEST));
    }

    /** Returns all properties for Kafka Streams. */
    Properties all() {
        Properties properties = new Properties();
        properties.putAll(DEFAULTS);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, defaultStateDirectory());
        // By default Kafka Streams adds a random id to the names of clients, which would be a new label in each metric.
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, get(StreamsConfig.APPLICATION_ID_CONFIG));
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.putAll(values);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), maxRequestBytes());
        properties.putIfAbsent(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Integer.toString(maxRequestBytes()));
        return properties;
    }

    private int number(String key, int defaultValue) {
        String value = values.get(key);
        if (value == null) {
            return defaultValue;
        }
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new ConfigException(key, value, "it must be a whole number");
        }
    }
}
