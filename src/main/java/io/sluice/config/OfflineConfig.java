package io.sluice.config;

import io.sluice.engine.EngineSettings;
import io.sluice.format.EventFormat;
import io.sluice.format.LayoutSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a pipeline that also count where a file is scored without a broker: the model, the layout of
 * events, the scorer and the output. The file of a pipeline will do: its keys about topics, states, Kafka, HTTP and the
 * log are left out.
 */
public final class OfflineConfig {
    /** The keys that count; so do those of {@link LayoutSettings} and of the scorer. */
    private static final Set<String> KEYS = Set.of(
            SluiceConfig.MODEL,
            SluiceConfig.MODEL_SHA256,
            SluiceConfig.DEVICE,
            SluiceConfig.EVENT_KEY,
            SluiceConfig.EVENT_MAX_BYTES,
            SluiceConfig.OUTPUT_RAW,
            SluiceConfig.OUTPUT_EXPLAIN,
            SluiceConfig.RANKING_K,
            SluiceConfig.RANKING_SEEN,
            SluiceConfig.BATCH_ROWS);

    /** Keys of a pipeline whose absence changes predictions. */
    private static final List<String> MISSED = List.of(SluiceConfig.STATE_TTL);

    /** What a pipeline must have, and nobody uses here. */
    private static final Map<String, String> UNUSED = Map.of(
            SluiceConfig.INPUT_TOPIC, "events",
            SluiceConfig.OUTPUT_TOPIC, "predictions",
            StreamsConfig.APPLICATION_ID_CONFIG, "offline",
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");

    private final Map<String, String> counting;
    private final SluiceConfig config;
    private final List<String> missed;

    private OfflineConfig(Map<String, String> counting, EventFormat format, List<String> missed) {
        Map<String, String> all = new TreeMap<>(counting);
        all.remove(SluiceConfig.EVENT_KEY); // the key is read with the row, so nothing is repartitioned
        all.putIfAbsent(SluiceConfig.MODEL, ".");
        all.put(SluiceConfig.EVENT_FORMAT, format.setting());
        all.putAll(UNUSED);
        this.counting = Map.copyOf(counting);
        this.config = new SluiceConfig(all);
        this.missed = List.copyOf(missed);
    }

    /**
     * Loads the properties of a file and what overrides them, in the way of {@link PropertySources#load}.
     *
     * @param file null for none
     * @param settings the user's own settings, which must all count
     * @param format the format of the events of the file, which counts in place of that of the properties
     * @throws ConfigException if the file cannot be read, if a key is unknown, if a setting does not count here, or if
     *     a value makes no sense
     */
    public static OfflineConfig load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> settings, EventFormat format) {
        settings.keySet().forEach(OfflineConfig::requireCounting);
        ResolvedProperties resolved = PropertySources.loadOwn(file, environment, settings);
        Map<String, String> properties = resolved.values();
        properties.keySet().forEach(SluiceConfig::requireKnown);
        Map<String, String> counting = properties.entrySet().stream()
                .filter(property -> counts(property.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        try {
            return new OfflineConfig(
                    counting,
                    format,
                    MISSED.stream()
                            .filter(key -> !properties.getOrDefault(key, "0").equals("0"))
                            .toList());
        } catch (ConfigException e) {
            throw resolved.withoutSecrets(e);
        }
    }

    private static boolean counts(String key) {
        return KEYS.contains(key)
                || LayoutSettings.isKey(LayoutSettings.PREFIX, key)
                || key.startsWith(SluiceConfig.SCORING_PREFIX);
    }

    private static void requireCounting(String key) {
        if (key.startsWith(SluiceConfig.PREFIX)) {
            SluiceConfig.requireKnown(key);
        }
        if (counts(SluiceConfig.PREFIX + key)) {
            throw new ConfigException(
                    "the key " + key + " is unknown; did you mean " + SluiceConfig.PREFIX + key + "?");
        }
        if (!counts(key)) {
            throw new ConfigException("the key " + key + " has no effect without a broker; leave it out."
                    + (key.equals(EventFormat.SETTING)
                            ? " The file is CSV, JSON lines, or plain text with --lines"
                            : ""));
        }
    }

    /** Returns the folder of the model bundle; null if no property names it. */
    public @Nullable String model() {
        return counting.get(SluiceConfig.MODEL);
    }

    /** Returns the SHA-256 digests of the bundles that may be loaded; empty if each may. */
    public List<String> modelSha256() {
        return config.modelSha256();
    }

    public String device() {
        return config.device();
    }

    /** Returns the JSON pointer to the key inside an event; null if there is none. */
    public @Nullable String eventKey() {
        return counting.get(SluiceConfig.EVENT_KEY);
    }

    /** Returns the settings of the model's scorer that override those of the manifest, by their names there. */
    public Map<String, Double> scoring() {
        return config.scoring();
    }

    /** Returns the properties that count in a pipeline whose records have their keys. */
    public Map<String, String> keyedProperties() {
        Map<String, String> properties = new TreeMap<>(counting);
        properties.remove(SluiceConfig.EVENT_KEY);
        return properties;
    }

    /** Returns the keys about rankings that the user set. */
    public List<String> rankingKeys() {
        return config.rankingKeys();
    }

    /** Returns the keys of the file that change the predictions of a pipeline, and are left out here. */
    public List<String> missed() {
        return missed;
    }

    /** Returns the settings of the scoring core. */
    public EngineSettings engineSettings() {
        return config.engineSettings();
    }
}
