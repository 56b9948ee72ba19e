package io.sluice.config;

import io.sluice.format.EventFormat;
import io.sluice.score.SeenItems;
import io.sluice.state.ResumePolicy;
import io.sluice.stream.ScoringTopology;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a pipeline: Sluice's own under {@code sluice.}, Kafka Streams' under their own names.
 *
 * <p>An unknown {@code sluice.} key is refused with the nearest known one, and so is a Kafka Streams key that Sluice
 * sets itself, with the reason.
 */
public final class SluiceConfig extends AbstractConfig {
    public static final String MODEL = "sluice.model";
    public static final String INPUT_TOPIC = "sluice.input.topic";
    public static final String OUTPUT_TOPIC = "sluice.output.topic";
    public static final String ALERT_TOPIC = "sluice.alert.topic";
    public static final String DEAD_LETTER_TOPIC = "sluice.dead.letter.topic";
    public static final String DEVICE = "sluice.device";
    public static final String EVENT_KEY = "sluice.event.key";
    public static final String EVENT_FORMAT = "sluice.event.format";
    public static final String EVENT_MAX_BYTES = "sluice.event.max.bytes";
    public static final String STATE_STORE = "sluice.state.store";
    public static final String STATE_TTL = "sluice.state.ttl.ms";
    public static final String STATE_MISMATCH = "sluice.state.mismatch";
    public static final String OUTPUT_RAW = "sluice.output.raw";
    public static final String RANKING_K = "sluice.ranking.k";
    public static final String RANKING_SEEN = "sluice.ranking.seen";
    public static final String BATCH_ROWS = "sluice.batch.rows";
    public static final String HTTP_HOST = "sluice.http.host";
    public static final String HTTP_PORT = "sluice.http.port";

    private static final String OURS = "sluice.";
    private static final int MEBIBYTE = 1 << 20;

    /** Room for a dead letter: a record that an input topic took, with headers; its batch may have been compressed. */
    private static final int MAX_REQUEST = 16 * MEBIBYTE;

    /** The keys under {@code sluice.}, from which the reference is made. */
    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(MODEL, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The folder of the model bundle.")
            .define(
                    INPUT_TOPIC,
                    ConfigDef.Type.LIST,
                    ConfigDef.Importance.HIGH,
                    "The topics of events, separated by commas.")
            .define(OUTPUT_TOPIC, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The topic of predictions.")
            .define(
                    DEAD_LETTER_TOPIC,
                    ConfigDef.Type.STRING,
                    "sluice-dead-letters",
                    ConfigDef.Importance.MEDIUM,
                    "The topic of records that could not be scored, with the reason in their headers.")
            .define(
                    ALERT_TOPIC,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.MEDIUM,
                    "The topic of alerts: that an incident opened or closed, and nothing else. Anomaly models alone.")
            .define(
                    DEVICE,
                    ConfigDef.Type.STRING,
                    "auto",
                    ConfigDef.LambdaValidator.with(SluiceConfig::requireDevice, () -> "auto, cpu, gpu, gpu:N"),
                    ConfigDef.Importance.MEDIUM,
                    "Where the model runs: auto (a GPU where there is one), cpu, gpu, or gpu:N.")
            .define(
                    EVENT_KEY,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.MEDIUM,
                    "A JSON pointer to the key in the event; events are repartitioned by it. Without it the record's"
                            + " key counts.")
            .define(
                    EVENT_FORMAT,
                    ConfigDef.Type.STRING,
                    EventFormat.JSON.setting(),
                    ConfigDef.ValidString.in(EventFormat.settings()),
                    ConfigDef.Importance.MEDIUM,
                    "How a record's value is read: json (an object), text (all of it is one text, or one item, in UTF-8), or cloudevents"
                            + " (structured or binary, around JSON or plain text).")
            .define(
                    EVENT_MAX_BYTES,
                    ConfigDef.Type.INT,
                    MEBIBYTE,
                    ConfigDef.Range.atLeast(1),
                    ConfigDef.Importance.LOW,
                    "The largest value that is decoded; larger ones go to the dead letters.")
            .define(
                    STATE_STORE,
                    ConfigDef.Type.STRING,
                    "rocksdb",
                    ConfigDef.ValidString.in("memory", "rocksdb"),
                    ConfigDef.Importance.MEDIUM,
                    "Where states are kept beside their changelog: memory or rocksdb.")
            .define(
                    STATE_TTL,
                    ConfigDef.Type.LONG,
                    0L,
                    ConfigDef.Range.atLeast(0),
                    ConfigDef.Importance.MEDIUM,
                    "How long a key may rest, in milliseconds of record time, until its state expires; 0: for ever.")
            .define(
                    STATE_MISMATCH,
                    ConfigDef.Type.STRING,
                    "reset",
                    ConfigDef.ValidString.in("reset", "carry", "fail"),
                    ConfigDef.Importance.MEDIUM,
                    "What becomes of a state that another model wrote: reset (the key starts anew), carry (go on from"
                            + " it; sizes must be equal), fail (stop).")
            .define(
                    OUTPUT_RAW,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    ConfigDef.Importance.LOW,
                    "Whether predictions carry the row that was fed (input) and the model's output (raw).")
            .define(
                    RANKING_K,
                    ConfigDef.Type.INT,
                    20,
                    ConfigDef.Range.atLeast(1),
                    ConfigDef.Importance.MEDIUM,
                    "How many items a ranking has, at most as many as the model ranks. Ranking models alone.")
            .define(
                    RANKING_SEEN,
                    ConfigDef.Type.STRING,
                    "keep",
                    ConfigDef.ValidString.in("keep", "mask"),
                    ConfigDef.Importance.MEDIUM,
                    "Whether items that the key has had are ranked: keep, or mask (the latest of them are left out, as many"
                            + " as the model ranks beyond " + RANKING_K
                            + "; with another number or another choice keys start anew). Ranking models alone.")
            .define(
                    BATCH_ROWS,
                    ConfigDef.Type.INT,
                    512,
                    ConfigDef.Range.between(1, 4096),
                    ConfigDef.Importance.LOW,
                    "The most rows in one call of the model; 1 switches batching off.")
            .define(
                    HTTP_HOST,
                    ConfigDef.Type.STRING,
                    "127.0.0.1",
                    ConfigDef.Importance.LOW,
                    "Where health and metrics are served.")
            .define(
                    HTTP_PORT,
                    ConfigDef.Type.INT,
                    8080,
                    ConfigDef.Range.between(0, 65_535),
                    ConfigDef.Importance.LOW,
                    "The port of health and metrics; 0: none.");

    private static final String DEAD_LETTERS_INSTEAD = "malformed events go to the dead letters";
    private static final String NO_LOSS = "skipping a prediction would lose it";

    /** Kafka Streams keys that users may not set, and why. */
    private static final Map<String, String> OWNED = Map.ofEntries(
            Map.entry(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, "Sluice reads and writes bytes"),
            Map.entry(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, "Sluice reads and writes bytes"),
            Map.entry(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, "Sluice has its own, which never fails"),
            Map.entry(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DEAD_LETTERS_INSTEAD),
            Map.entry("default.deserialization.exception.handler", DEAD_LETTERS_INSTEAD),
            Map.entry(
                    StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                    "skipping an event would lose a step of its key"),
            Map.entry(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, NO_LOSS),
            Map.entry("default.production.exception.handler", NO_LOSS),
            Map.entry(
                    StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "set " + DEAD_LETTER_TOPIC + " instead"),
            Map.entry(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "it is always on"),
            Map.entry(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, "it could rename what states are found by"));

    private static final Map<String, Object> DEFAULTS = Map.of(
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
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

    /** Where states are kept. */
    public enum StateStore {
        MEMORY,
        ROCKSDB
    }

    private final Map<String, String> streams;

    /**
     * Reads and checks properties.
     *
     * @throws ConfigException where a key is unknown, missing or refused, or a value makes no sense
     */
    public SluiceConfig(Map<String, String> properties) {
        super(DEFINITION, ours(properties), false);
        this.streams = streams(properties);
        requireStreams(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG);
        requireStreams(StreamsConfig.APPLICATION_ID_CONFIG);
        requireThreads();
        requirePointer();
        requireTopics();
    }

    private static Map<String, String> ours(Map<String, String> properties) {
        Map<String, String> ours = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(OURS)) {
                requireKnown(key);
                ours.put(key, value);
            }
        });
        return ours;
    }

    private static void requireKnown(String key) {
        Set<String> known = DEFINITION.names();
        if (!known.contains(key)) {
            String nearest = known.stream()
                    .min(Comparator.comparingInt((String name) -> Spelling.distance(key, name))
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow();
            throw new ConfigException("unknown key " + key + "; did you mean " + nearest + "?");
        }
    }

    private static Map<String, String> streams(Map<String, String> properties) {
        Map<String, String> streams = new TreeMap<>();
        properties.forEach((key, value) -> {
            String reason = OWNED.get(key);
            if (reason != null) {
                throw new ConfigException("the key " + key + " may not be set: " + reason);
            }
            if (!key.startsWith(OURS)) {
                streams.put(key, value);
            }
        });
        return streams;
    }

    private void requireStreams(String key) {
        if (streams.getOrDefault(key, "").isBlank()) {
            throw new ConfigException("the key " + key + " is missing; Sluice needs it");
        }
    }

    private static void requireDevice(String key, Object device) {
        if (!device.toString().matches("auto|cpu|gpu(:\\d{1,4})?")) {
            throw new ConfigException(key, device, "it may be auto, cpu, gpu or gpu:N, as gpu:1");
        }
    }

    private void requireThreads() {
        if (streamThreads() < 1) {
            throw new ConfigException(
                    StreamsConfig.NUM_STREAM_THREADS_CONFIG, streamThreads(), "at least one thread must score");
        }
    }

    private void requirePointer() {
        String pointer = eventKey();
        if (pointer != null && !pointer.startsWith("/")) {
            throw new ConfigException(EVENT_KEY, pointer, "a JSON pointer begins with \"/\" (RFC 6901)");
        }
    }

    private void requireTopics() {
        List<String> outputs = outputTopics();
        Set<String> written = new TreeSet<>(outputs);
        if (inputTopics().isEmpty() || outputTopic().isBlank()) {
            throw new ConfigException(INPUT_TOPIC + " and " + OUTPUT_TOPIC + " must name a topic");
        }
        for (String topic : inputTopics()) {
            if (written.contains(topic)) {
                throw new ConfigException(INPUT_TOPIC, topic, "the pipeline writes this topic, so it may not read it");
            }
        }
        if (written.size() < outputs.size()) {
            throw new ConfigException(OUTPUT_TOPIC + ", " + DEAD_LETTER_TOPIC + " and " + ALERT_TOPIC
                    + " must differ from each other, and are " + outputs);
        }
    }

    /** The folder of the model bundle. */
    public String model() {
        return getString(MODEL);
    }

    public List<String> inputTopics() {
        return getList(INPUT_TOPIC);
    }

    public String outputTopic() {
        return getString(OUTPUT_TOPIC);
    }

    /** The topic of alerts; null where none are sent. */
    public @Nullable String alertTopic() {
        String topic = getString(ALERT_TOPIC);
        return topic == null || topic.isBlank() ? null : topic;
    }

    /** The topics that the pipeline writes for others. */
    public List<String> outputTopics() {
        return Stream.of(outputTopic(), deadLetterTopic(), alertTopic())
                .filter(Objects::nonNull)
                .toList();
    }

    public String deadLetterTopic() {
        return getString(DEAD_LETTER_TOPIC);
    }

    public String device() {
        return getString(DEVICE);
    }

    /** How a record's value is read. */
    public EventFormat eventFormat() {
        return EventFormat.of(getString(EVENT_FORMAT));
    }

    /** The JSON pointer to the event's key; null where the record's key counts. */
    public @Nullable String eventKey() {
        return getString(EVENT_KEY);
    }

    /** Whether events name their key themselves and are repartitioned by it. */
    public boolean repartitions() {
        return eventKey() != null;
    }

    public int maxEventBytes() {
        return getInt(EVENT_MAX_BYTES);
    }

    public StateStore stateStore() {
        return StateStore.valueOf(getString(STATE_STORE).toUpperCase(Locale.ROOT));
    }

    /** How long a key may rest, in milliseconds; 0 for ever. */
    public long stateTtlMillis() {
        return getLong(STATE_TTL);
    }

    public ResumePolicy.Mismatch stateMismatch() {
        return ResumePolicy.Mismatch.valueOf(getString(STATE_MISMATCH).toUpperCase(Locale.ROOT));
    }

    public boolean rawOutput() {
        return getBoolean(OUTPUT_RAW);
    }

    /** How many items a ranking has. */
    public int rankingK() {
        return getInt(RANKING_K);
    }

    /** What becomes of items that a key has had. */
    public SeenItems rankingSeen() {
        return SeenItems.valueOf(getString(RANKING_SEEN).toUpperCase(Locale.ROOT));
    }

    /** The keys about rankings that are set, and not left to their defaults. */
    public List<String> rankingKeys() {
        return Stream.of(RANKING_K, RANKING_SEEN)
                .filter(originals()::containsKey)
                .toList();
    }

    /** The most rows in one call of the model. */
    public int batchRows() {
        return getInt(BATCH_ROWS);
    }

    public String httpHost() {
        return getString(HTTP_HOST);
    }

    /** The port of health and metrics; 0 for none. */
    public int httpPort() {
        return getInt(HTTP_PORT);
    }

    public String applicationId() {
        return streams.getOrDefault(StreamsConfig.APPLICATION_ID_CONFIG, "");
    }

    public String bootstrapServers() {
        return streams.getOrDefault(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "");
    }

    /** The folder of Kafka Streams' states. */
    public String stateDirectory() {
        return new StreamsConfig(streamsProperties()).getString(StreamsConfig.STATE_DIR_CONFIG);
    }

    public int streamThreads() {
        return number(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    }

    /** The largest prediction or state that is sent, in bytes: what topics take by default, or less. */
    public int maxRecordBytes() {
        return Math.min(MEBIBYTE, maxRequestBytes());
    }

    /** The largest dead letter or keyed event that is sent, in bytes. */
    public int maxRequestBytes() {
        String key = ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
        return number(StreamsConfig.producerPrefix(key), number(key, MAX_REQUEST));
    }

    /** The topics that the scoring processor reads: the input, or where events are keyed anew the repartition topic. */
    public List<String> scoredTopics() {
        return repartitions()
                ? List.of(applicationId() + "-" + ScoringTopology.KEYED_EVENTS + "-repartition")
                : inputTopics();
    }

    /** The properties for Kafka Streams: Sluice's defaults, then the user's. */
    public Properties streamsProperties() {
        Properties properties = new Properties();
        properties.putAll(DEFAULTS);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.putAll(streams);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), maxRequestBytes());
        properties.putIfAbsent(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Integer.toString(maxRequestBytes()));
        return properties;
    }

    private int number(String key, int missing) {
        String value = streams.get(key);
        if (value == null) {
            return missing;
        }
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException noNumber) {
            throw new ConfigException(key, value, "it must be a whole number");
        }
    }
}
