package io.sluice.config;

import io.sluice.engine.EngineSettings;
import io.sluice.format.EventFormat;
import io.sluice.format.EventSettings;
import io.sluice.format.LayoutSettings;
import io.sluice.format.NumberSettings;
import io.sluice.format.Spelling;
import io.sluice.score.ExplainedEvents;
import io.sluice.score.SeenItems;
import io.sluice.state.ResumePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a pipeline: Sluice's own start with {@code sluice.}; those of Kafka Streams have their usual names.
 *
 * <p>An unknown {@code sluice.} key is an error that names the nearest known key. The keys of single channels begin
 * with {@code sluice.event.field.}; they are not part of the definition, as models name channels. Nor are those of the
 * model's scorer, which begin with {@value #SCORING_PREFIX}. A Kafka Streams key that only Sluice sets is an error that
 * gives the reason.
 */
public final class SluiceConfig extends AbstractConfig {
    public static final String MODEL = "sluice.model";
    public static final String MODEL_SHA256 = "sluice.model.sha256";
    public static final String INPUT_TOPIC = "sluice.input.topic";
    public static final String OUTPUT_TOPIC = "sluice.output.topic";
    public static final String ALERT_TOPIC = "sluice.alert.topic";
    public static final String ALERT_SILENCE = "sluice.alert.silence.ms";
    public static final String DEAD_LETTER_TOPIC = "sluice.dead.letter.topic";
    public static final String DEVICE = "sluice.device";
    public static final String EVENT_KEY = EventFormat.KEY_SETTING;
    public static final String EVENT_FORMAT = EventFormat.SETTING;
    public static final String EVENT_TIMESTAMP = LayoutSettings.PIPELINE_TIMESTAMP;
    public static final String EVENT_TIMESTAMP_UNIT = LayoutSettings.PIPELINE_UNIT;
    public static final String EVENT_NUMBERS_IN_STRINGS = LayoutSettings.PIPELINE_NUMBERS;
    public static final String EVENT_MAX_BYTES = "sluice.event.max.bytes";
    public static final String STATE_STORE = "sluice.state.store";
    public static final String STATE_MEMORY = "sluice.state.memory.bytes";
    public static final String STATE_TTL = "sluice.state.ttl.ms";
    public static final String STATE_MISMATCH = "sluice.state.mismatch";
    public static final String OUTPUT_RAW = "sluice.output.raw";
    public static final String OUTPUT_EXPLAIN = "sluice.output.explain";
    public static final String RANKING_K = "sluice.ranking.k";
    public static final String RANKING_SEEN = "sluice.ranking.seen";
    public static final String BATCH_ROWS = "sluice.batch.rows";
    public static final String HTTP_HOST = "sluice.http.host";
    public static final String HTTP_PORT = "sluice.http.port";
    public static final String HTTP_TOKEN = "sluice.http.token";
    public static final String HTTP_PAYLOADS = "sluice.http.payloads";
    public static final String HTTP_MEMORY = "sluice.http.memory.bytes";
    public static final String LOG_LEVEL = "sluice.log.level";
    public static final String LOG_FORMAT = "sluice.log.format";

    /** The beginning of the keys that override the settings of the model's scorer. */
    public static final String SCORING_PREFIX = "sluice.scoring.";

    static final String PREFIX = "sluice.";

    /** The keys that start with {@code sluice.}. The reference in the documentation is made from them. */
    public static final ConfigDef DEFINITION = SchemaProperties.define(new ConfigDef()
            .define(MODEL, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The folder of the model bundle.")
            .define(
                    MODEL_SHA256,
                    ConfigDef.Type.LIST,
                    "",
                    ConfigDef.LambdaValidator.with(
                            SluiceConfig::requireDigests, () -> "SHA-256 in 64 lower-case hexadecimal digits"),
                    ConfigDef.Importance.MEDIUM,
                    "The SHA-256 digests of the bundles that may be loaded, separated by commas: of their weights or of"
                            + " their model.json, as sha256sum prints them. Another bundle is refused before an engine"
                            + " reads any of it. Empty: each bundle may be loaded.")
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
                    "The topic of records that cannot be scored. Their headers hold the reason.")
            .define(
                    ALERT_TOPIC,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.MEDIUM,
                    "The topic of alerts: an incident opened or closed. For anomaly models only.")
            .define(
                    ALERT_SILENCE,
                    ConfigDef.Type.LONG,
                    0L,
                    ConfigDef.Range.atLeast(0),
                    ConfigDef.Importance.MEDIUM,
                    "The time without events, in milliseconds of record time, after which an alert says that a key is"
                            + " silent. The key's next event closes the incident. Needs " + ALERT_TOPIC + "; less than "
                            + STATE_TTL
                            + ". 0: no such alerts.")
            .define(
                    DEVICE,
                    ConfigDef.Type.STRING,
                    "auto",
                    ConfigDef.LambdaValidator.with(SluiceConfig::requireDevice, () -> "auto, cpu, gpu, gpu:N"),
                    ConfigDef.Importance.MEDIUM,
                    "The device that runs the model: auto (a GPU if the machine has one), cpu, gpu, or gpu:N.")
            .define(
                    EVENT_KEY,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.MEDIUM,
                    "The JSON pointer to the key inside an event. Events are repartitioned by this key. Without it"
                            + " the record's key is used.")
            .define(
                    EVENT_FORMAT,
                    ConfigDef.Type.STRING,
                    EventFormat.JSON.setting(),
                    ConfigDef.ValidString.in(EventFormat.settings()),
                    ConfigDef.Importance.MEDIUM,
                    "The format of record values: json (an object), text (the whole value is one text or one item, in"
                            + " UTF-8), avro (after a schema id, or of one schema in a file), protobuf, json-schema (JSON after a"
                            + " schema id), or cloudevents (structured or binary, around JSON or plain text).")
            .define(
                    EVENT_TIMESTAMP,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.MEDIUM,
                    "The JSON pointer to the time inside an event. Without it, that of the manifest counts:"
                            + " input.timestamp, by default /timestamp.")
            .define(
                    EVENT_TIMESTAMP_UNIT,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.MEDIUM,
                    "The unit of a time that is a number: seconds, millis, micros or nanos since the epoch; iso (no"
                            + " number is a time); or auto (milliseconds; a number below 100,000,000,000 is a dead"
                            + " letter, because it most likely counts seconds). ISO 8601 is always read. Without it,"
                            + " that of the manifest counts, by default auto.")
            .define(
                    EVENT_NUMBERS_IN_STRINGS,
                    ConfigDef.Type.BOOLEAN,
                    null,
                    ConfigDef.Importance.LOW,
                    "If true, a string such as \"21.5\" is a number, in channels and in the time. Without it, the"
                            + " manifest's input.numbers_in_strings counts, by default false.")
            .define(
                    EVENT_MAX_BYTES,
                    ConfigDef.Type.INT,
                    EventSettings.DEFAULTS.maxBytes(),
                    ConfigDef.Range.atLeast(1),
                    ConfigDef.Importance.LOW,
                    "The largest value that is decoded, in bytes. A larger one goes to the dead letters.")
            .define(
                    STATE_STORE,
                    ConfigDef.Type.STRING,
                    "rocksdb",
                    ConfigDef.ValidString.in("memory", "rocksdb"),
                    ConfigDef.Importance.MEDIUM,
                    "The store of the states: memory or rocksdb. Both have a changelog.")
            .define(
                    STATE_MEMORY,
                    ConfigDef.Type.LONG,
                    256L << 20,
                    ConfigDef.Range.atLeast(8L << 20),
                    ConfigDef.Importance.LOW,
                    "The memory outside the heap that all RocksDB stores of the process share, in bytes. A class in"
                            + " rocksdb.config.setter overrides it.")
            .define(
                    STATE_TTL,
                    ConfigDef.Type.LONG,
                    0L,
                    ConfigDef.Range.atLeast(0),
                    ConfigDef.Importance.MEDIUM,
                    "The time to live of a key's state after its last event, in milliseconds of record time; 0: no"
                            + " limit.")
            .define(
                    STATE_MISMATCH,
                    ConfigDef.Type.STRING,
                    "reset",
                    ConfigDef.ValidString.in("reset", "carry", "fail"),
                    ConfigDef.Importance.MEDIUM,
                    "The treatment of a state that another model wrote: reset (the key starts again), carry (continue"
                            + " from it; the sizes must be equal), or fail (stop).")
            .define(
                    OUTPUT_RAW,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    ConfigDef.Importance.LOW,
                    "If true, predictions carry the model's input row (input) and its output (raw), by name.")
            .define(
                    OUTPUT_EXPLAIN,
                    ConfigDef.Type.STRING,
                    EngineSettings.DEFAULTS.explained().setting(),
                    ConfigDef.ValidString.in(ExplainedEvents.settings()),
                    ConfigDef.Importance.MEDIUM,
                    "The events whose predictions say what deviated (explain): alerts (while an incident is open),"
                            + " all, or none. Alerts that open an incident say it too, except with none. For anomaly"
                            + " models only.")
            .define(
                    RANKING_K,
                    ConfigDef.Type.INT,
                    EngineSettings.DEFAULTS.rankingK(),
                    ConfigDef.Range.atLeast(1),
                    ConfigDef.Importance.MEDIUM,
                    "The number of items in a ranking, at most the number that the model ranks. For ranking models"
                            + " only.")
            .define(
                    RANKING_SEEN,
                    ConfigDef.Type.STRING,
                    "keep",
                    ConfigDef.ValidString.in("keep", "mask"),
                    ConfigDef.Importance.MEDIUM,
                    "The treatment of items that a key has already had: keep (rank them), or mask (leave out the latest"
                            + " ones, at most the number that the model ranks beyond " + RANKING_K
                            + "). After a change of this setting or of that number, the list starts again. For"
                            + " ranking models only.")
            .define(
                    BATCH_ROWS,
                    ConfigDef.Type.INT,
                    EngineSettings.DEFAULTS.batchRows(),
                    ConfigDef.Range.between(1, 4096),
                    ConfigDef.Importance.LOW,
                    "The largest number of rows in one call of the model; 1 switches batching off. A call takes only"
                            + " records that were polled, so above 1,000 raise max.poll.records too.")
            .define(
                    HTTP_HOST,
                    ConfigDef.Type.STRING,
                    "127.0.0.1",
                    ConfigDef.Importance.LOW,
                    "The address that serves the page, the API, health and metrics. On a loopback address, page and API"
                            + " are open to programs of the same machine. On any other, they need " + HTTP_TOKEN + ".")
            .define(
                    HTTP_PORT,
                    ConfigDef.Type.INT,
                    8080,
                    ConfigDef.Range.between(0, 65_535),
                    ConfigDef.Importance.LOW,
                    "The port of the page, the API, health and metrics; 0: no HTTP.")
            .define(
                    HTTP_TOKEN,
                    ConfigDef.Type.PASSWORD,
                    null,
                    ConfigDef.LambdaValidator.with(SluiceConfig::requireToken, () -> "at least 16 visible characters"),
                    ConfigDef.Importance.MEDIUM,
                    "The bearer token that requests to the API must carry, except on a loopback address; at least 16"
                            + " characters. People log in with"
                            + " it on the page. Without it, only a loopback address serves the page and the API. All"
                            + " instances need the same token.")
            .define(
                    HTTP_PAYLOADS,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    ConfigDef.Importance.LOW,
                    "If true, the API shows the texts of events and the values of dead letters. Numbers and items are"
                            + " always shown.")
            .define(
                    HTTP_MEMORY,
                    ConfigDef.Type.LONG,
                    64L << 20,
                    ConfigDef.Range.atLeast(0),
                    ConfigDef.Importance.LOW,
                    "The memory on the heap for the recent events that the API shows, in bytes, approximately. The"
                            + " oldest events leave first. 0: none are kept.")
            .define(
                    LOG_LEVEL,
                    ConfigDef.Type.STRING,
                    "info",
                    ConfigDef.ValidString.in("error", "warn", "info", "debug"),
                    ConfigDef.Importance.LOW,
                    "The level of the log on stderr: error, warn, info, or debug (with Kafka's own messages).")
            .define(
                    LOG_FORMAT,
                    ConfigDef.Type.STRING,
                    "text",
                    ConfigDef.ValidString.in("text", "json"),
                    ConfigDef.Importance.LOW,
                    "The format of the log on stderr: text, or json (one object a line)."));

    /** The kinds of state store. */
    public enum StateStore {
        MEMORY,
        ROCKSDB
    }

    private final StreamsProperties streams;
    private final EventSettings events;
    private final Map<String, Double> scoring;

    /**
     * Takes and checks properties. Variables such as {@code ${file:/path:name}} are replaced by the values of Kafka's
     * config providers, for all keys.
     *
     * @throws ConfigException if a key is unknown, missing or not allowed, if a value makes no sense, or if a variable
     *     has no value
     */
    public SluiceConfig(Map<String, String> properties) {
        this(ResolvedProperties.of(properties));
    }

    SluiceConfig(ResolvedProperties properties) {
        super(DEFINITION, known(properties.values()), false);
        this.streams = new StreamsProperties(withPrefix(properties.values(), false));
        this.scoring = NumberSettings.of(SCORING_PREFIX, properties.values());
        requirePointer();
        requireTopics();
        EventFormat format = EventFormat.of(getString(EVENT_FORMAT));
        this.events = new EventSettings(
                format,
                LayoutSettings.of(LayoutSettings.PREFIX, properties.values()),
                getInt(EVENT_MAX_BYTES),
                SchemaProperties.schemas(this, format, inputTopics()));
    }

    private static Map<String, String> known(Map<String, String> properties) {
        Map<String, String> own = withPrefix(properties, true);
        own.keySet().forEach(SluiceConfig::requireKnown);
        return own;
    }

    private static Map<String, String> withPrefix(Map<String, String> properties, boolean own) {
        return properties.entrySet().stream()
                .filter(property -> property.getKey().startsWith(PREFIX) == own)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Returns the known key that is spelt most like it. Keys with a free name count with the name that was given. */
    private static String likely(String key, Set<String> known) {
        List<String> candidates = new ArrayList<>(known);
        String name = key.substring(key.lastIndexOf('.') + 1);
        candidates.add(LayoutSettings.PREFIX + "field." + name);
        candidates.add(SCORING_PREFIX + name);
        return Spelling.nearest(key, candidates);
    }

    /** Refuses a key of Sluice that does not exist. */
    static void requireKnown(String key) {
        Set<String> known = DEFINITION.names();
        if (!known.contains(key)
                && !LayoutSettings.isKey(LayoutSettings.PREFIX, key)
                && !key.startsWith(SCORING_PREFIX)) {
            throw new ConfigException("unknown key " + key + "; did you mean " + likely(key, known) + "?");
        }
    }

    private static void requireToken(String key, @Nullable Object token) {
        if (token instanceof Password password && !password.value().matches("[!-~]{16,}")) {
            throw new ConfigException(
                    key, password, "a token has at least 16 characters of ASCII, and no spaces; make a random one");
        }
    }

    private static void requireDigests(String key, Object digests) {
        for (Object digest : (List<?>) digests) {
            if (!digest.toString().matches("[0-9a-f]{64}")) {
                throw new ConfigException(
                        key, digest, "a SHA-256 has 64 lower-case hexadecimal digits, as sha256sum prints them");
            }
        }
    }

    private static void requireDevice(String key, Object device) {
        if (!device.toString().matches("auto|cpu|gpu(:\\d{1,4})?")) {
            throw new ConfigException(key, device, "it must be auto, cpu, gpu or gpu:N, for example gpu:1");
        }
    }

    private void requirePointer() {
        String pointer = eventKey();
        if (pointer != null && !pointer.startsWith("/")) {
            throw new ConfigException(EVENT_KEY, pointer, "a JSON pointer begins with \"/\" (RFC 6901)");
        }
    }

    private void requireTopics() {
        requireInputTopics();
        requireTopic(OUTPUT_TOPIC, outputTopic());
        requireTopic(DEAD_LETTER_TOPIC, deadLetterTopic());
        String alerts = alertTopic();
        if (alerts != null) {
            requireTopic(ALERT_TOPIC, alerts);
        }
        requireSilence();
        requireDifferent();
    }

    private void requireSilence() {
        if (silenceMillis() > 0 && alertTopic() == null) {
            throw new ConfigException(
                    ALERT_SILENCE,
                    silenceMillis(),
                    "alerts need a topic; set " + ALERT_TOPIC + ", or leave the key out");
        }
        if (silenceMillis() > 0 && stateTtlMillis() > 0 && silenceMillis() >= stateTtlMillis()) {
            throw new ConfigException(
                    ALERT_SILENCE,
                    silenceMillis(),
                    "it must be less than " + STATE_TTL + "=" + stateTtlMillis()
                            + ", because Sluice forgets a key after that time");
        }
    }

    private void requireInputTopics() {
        String written = originalsStrings().get(INPUT_TOPIC);
        if (inputTopics().isEmpty()) {
            throw new ConfigException(INPUT_TOPIC, written, "it must name a topic");
        }
        if (inputTopics().contains("")) {
            throw new ConfigException(
                    INPUT_TOPIC, written, "a name is empty; remove the comma at the end or write the missing name");
        }
        inputTopics().forEach(topic -> requireTopic(INPUT_TOPIC, topic));
        if (Set.copyOf(inputTopics()).size() < inputTopics().size()) {
            throw new ConfigException(INPUT_TOPIC, written, "a topic is named twice; name it once");
        }
    }

    private static void requireTopic(String key, String topic) {
        Topic.validate(topic, "the name of the topic", reason -> {
            throw new ConfigException(key, topic, reason);
        });
    }

    private void requireDifferent() {
        List<String> outputs = outputTopics();
        Set<String> written = new TreeSet<>(outputs);
        for (String topic : inputTopics()) {
            if (written.contains(topic)) {
                throw new ConfigException(
                        INPUT_TOPIC, topic, "the pipeline writes this topic and must not read it; name another topic");
            }
        }
        if (written.size() < outputs.size()) {
            throw new ConfigException(OUTPUT_TOPIC + ", " + DEAD_LETTER_TOPIC + " and " + ALERT_TOPIC
                    + " must differ from each other, but they are " + outputs);
        }
    }

    /** Returns the folder of the model bundle. */
    public String model() {
        return getString(MODEL);
    }

    /** Returns the SHA-256 digests of the bundles that may be loaded; empty if each may. */
    public List<String> modelSha256() {
        return getList(MODEL_SHA256);
    }

    public List<String> inputTopics() {
        return getList(INPUT_TOPIC);
    }

    public String outputTopic() {
        return getString(OUTPUT_TOPIC);
    }

    /** Returns the topic of alerts; null if no alerts are sent. */
    public @Nullable String alertTopic() {
        String topic = getString(ALERT_TOPIC);
        return topic == null || topic.isBlank() ? null : topic;
    }

    /** Returns the time without events, in milliseconds, after which a key is silent; 0 if no key is. */
    public long silenceMillis() {
        return getLong(ALERT_SILENCE);
    }

    /** Returns the topics that the pipeline writes for others: predictions, dead letters, alerts. */
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

    /** Returns the settings of how events are read. All that they are given to share one client of the registry. */
    public EventSettings events() {
        return events;
    }

    /** Returns the settings of the model's scorer that override those of the manifest, by their names there. */
    public Map<String, Double> scoring() {
        return scoring;
    }

    /** Returns the settings of the layout of events, which override those of the manifest. */
    public LayoutSettings layout() {
        return events.layout();
    }

    /** Returns the JSON pointer to the key inside an event; null if the record's key is used. */
    public @Nullable String eventKey() {
        return getString(EVENT_KEY);
    }

    /** Returns true if events hold their key and are repartitioned by it. */
    public boolean repartitions() {
        return eventKey() != null;
    }

    public StateStore stateStore() {
        return StateStore.valueOf(getString(STATE_STORE).toUpperCase(Locale.ROOT));
    }

    /** Returns the memory that all RocksDB stores of the process share, in bytes. */
    public long stateMemoryBytes() {
        return getLong(STATE_MEMORY);
    }

    /** Returns the time to live of a key's state in milliseconds; 0 for no limit. */
    public long stateTtlMillis() {
        return getLong(STATE_TTL);
    }

    public ResumePolicy.Mismatch stateMismatch() {
        return ResumePolicy.Mismatch.valueOf(getString(STATE_MISMATCH).toUpperCase(Locale.ROOT));
    }

    public boolean rawOutput() {
        return getBoolean(OUTPUT_RAW);
    }

    /** Returns the events whose predictions and alerts say what deviated. */
    public ExplainedEvents explainedEvents() {
        return ExplainedEvents.of(getString(OUTPUT_EXPLAIN));
    }

    /** Returns the number of items in a ranking. */
    public int rankingK() {
        return getInt(RANKING_K);
    }

    /** Returns the treatment of items that a key has already had. */
    public SeenItems rankingSeen() {
        return SeenItems.valueOf(getString(RANKING_SEEN).toUpperCase(Locale.ROOT));
    }

    /** Returns the keys about rankings that the user set. */
    public List<String> rankingKeys() {
        return Stream.of(RANKING_K, RANKING_SEEN)
                .filter(originals()::containsKey)
                .toList();
    }

    /** Returns the largest number of rows in one call of the model. */
    public int batchRows() {
        return getInt(BATCH_ROWS);
    }

    public String httpHost() {
        return getString(HTTP_HOST);
    }

    /** Returns the port of the page, the API, health and metrics; 0 for no HTTP. */
    public int httpPort() {
        return getInt(HTTP_PORT);
    }

    /** Returns the token that requests to the API must carry; null if there is none. */
    public @Nullable String httpToken() {
        Password token = getPassword(HTTP_TOKEN);
        return token == null ? null : token.value();
    }

    /** Returns true if the API shows texts of events and values of dead letters. */
    public boolean httpPayloads() {
        return getBoolean(HTTP_PAYLOADS);
    }

    /** Returns the memory for recent events, in bytes. */
    public long httpMemoryBytes() {
        return getLong(HTTP_MEMORY);
    }

    /** Returns the address at which other instances reach this one, {@code host:port}; empty if there is none. */
    public String applicationServer() {
        return streams.get(StreamsConfig.APPLICATION_SERVER_CONFIG);
    }

    public String logLevel() {
        return getString(LOG_LEVEL);
    }

    public String logFormat() {
        return getString(LOG_FORMAT);
    }

    public String applicationId() {
        return streams.get(StreamsConfig.APPLICATION_ID_CONFIG);
    }

    public String bootstrapServers() {
        return streams.get(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    /**
     * Returns the keys that neither Sluice nor Kafka knows, each with the nearest known one if that is near. Kafka
     * hands them to plug-ins such as interceptors.
     */
    public List<String> unknownKeys() {
        return streams.unknownKeys();
    }

    /** Returns the folder of Kafka Streams' state stores. */
    public String stateDirectory() {
        return streams.stateDirectory();
    }

    /** Returns the number of stream threads. */
    public int streamThreads() {
        return streams.threads();
    }

    /** Returns the processing guarantee of Kafka Streams. */
    public String processingGuarantee() {
        return streams.processingGuarantee();
    }

    /** Returns the time between two commits, in milliseconds. */
    public long commitMillis() {
        return streams.commitMillis();
    }

    /** Returns the largest prediction or state that is sent, in bytes: the default limit of topics, or less. */
    public int maxRecordBytes() {
        return streams.maxRecordBytes();
    }

    /** Returns the largest dead letter or repartitioned event that is sent, in bytes. */
    public int maxRequestBytes() {
        return streams.maxRequestBytes();
    }

    /** Returns the properties for Kafka Streams: Sluice's defaults, then the user's values. */
    public Properties streamsProperties() {
        return streams.all();
    }

    /** Returns the settings of the scoring core. */
    public EngineSettings engineSettings() {
        return new EngineSettings(
                events,
                batchRows(),
                streams.lookAheadMillis(),
                rawOutput(),
                explainedEvents(),
                alertTopic() != null,
                silenceMillis(),
                repartitions(),
                maxRecordBytes(),
                stateTtlMillis(),
                stateMismatch(),
                rankingK(),
                rankingSeen());
    }
}
