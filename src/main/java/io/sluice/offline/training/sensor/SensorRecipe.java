package io.sluice.offline.training.sensor;

import io.sluice.Internal;
import io.sluice.format.NumberSettings;
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.EventSource;
import io.sluice.offline.training.recipe.Recipe;
import io.sluice.offline.training.recipe.Split;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.profile.ProfileSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * The recipe of a sensor model, which learns to forecast the next reading. An example is the series of one key: a file,
 * or the events of a key.
 *
 * @param sensor the settings of the model and of its training
 * @param layout the layout of the data in its folder
 * @param files the data files to use, relative to the data folder; empty means all
 */
@Internal
public record SensorRecipe(SensorSettings sensor, SeriesLayout layout, List<String> files)
        implements Recipe<Series, ForecastErrors> {
    /** The value of the key {@code recipe} for this type. */
    public static final String TYPE = "sensor-forecast";

    private static final String SCORER = "scorer";
    private static final String[] SCORERS = Arrays.stream(Manifest.ScorerKind.values())
            .map(Manifest.ScorerKind::json)
            .toArray(String[]::new);
    private static final String SCORING = "scoring.";
    private static final ConfigDef.Type DOUBLE = ConfigDef.Type.DOUBLE;

    private static final ConfigDef KEYS = CellChoice.addKeys(CommonRecipe.keys())
            .define("channels", ConfigDef.Type.LIST, Importance.HIGH, "The names of the channels.")
            .define(
                    "relations",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "True to judge each channel only by its relation to the others.")
            .define(
                    "hidden",
                    ConfigDef.Type.INT,
                    16,
                    Range.between(1, 1024),
                    Importance.HIGH,
                    "Units of the cell for each channel.")
            .define(
                    "surprise",
                    ConfigDef.Type.STRING,
                    SurpriseKind.FORECAST.option(),
                    ConfigDef.ValidString.in(SurpriseKind.options()),
                    Importance.MEDIUM,
                    "The kind of surprise.")
            .define(
                    "window.steps",
                    ConfigDef.Type.INT,
                    64,
                    Range.between(1, 10_000),
                    Importance.LOW,
                    "Steps between two updates.")
            .define(
                    "lane.steps",
                    ConfigDef.Type.INT,
                    2000,
                    Range.atLeast(2),
                    Importance.LOW,
                    "Approximate rows of a training sequence.")
            .define(
                    SCORER,
                    ConfigDef.Type.STRING,
                    Manifest.ScorerKind.TAILS.json(),
                    ConfigDef.ValidString.in(SCORERS),
                    Importance.MEDIUM,
                    "The scorer of the model.")
            .define("scoring.threshold", DOUBLE, 0.98, Range.between(0, 1), Importance.LOW, "The score of an alert.")
            .define(
                    "scoring.open",
                    DOUBLE,
                    0.98,
                    Range.between(0, 1),
                    Importance.LOW,
                    "The score that opens an incident.")
            .define("scoring.close", DOUBLE, 0.8, Range.between(0, 1), Importance.LOW, "Below it an event is calm.")
            .define("scoring.quiet", DOUBLE, 5, Range.atLeast(1), Importance.LOW, "Calm events that close an incident.")
            .define(
                    "scoring.surprise.weight",
                    DOUBLE,
                    0.75,
                    Range.between(0, 10),
                    Importance.LOW,
                    "The weight of surprise.")
            .define("scoring.tail.size", DOUBLE, 32, Range.between(8, 256), Importance.LOW, "Events in the tail.")
            .define("scoring.tail.excess", DOUBLE, 0, Range.atLeast(0), Importance.LOW, "The smallest mean excess.")
            .define(
                    "scoring.incident.hold",
                    DOUBLE,
                    0,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Events kept out of the past.")
            .define(
                    "scoring.habituation.quick",
                    DOUBLE,
                    8,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Quick damping after alarms.")
            .define(
                    "scoring.habituation.slow",
                    DOUBLE,
                    0.3,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Slow damping after alarms.")
            .define(
                    "scoring.settle.events",
                    DOUBLE,
                    0,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Events not judged after a silence.")
            .define("scoring.settle.silence", DOUBLE, 3600, Range.atLeast(1), Importance.LOW, "The silence in seconds.")
            .define(
                    "data.files",
                    ConfigDef.Type.LIST,
                    List.of(),
                    Importance.MEDIUM,
                    "Files relative to the data folder.")
            .define(
                    "data.layout",
                    ConfigDef.Type.STRING,
                    SeriesLayout.CSV.option(),
                    ConfigDef.ValidString.in(SeriesLayout.options()),
                    Importance.MEDIUM,
                    "The layout of the data in its folder.");

    /** Copies the list of files. */
    public SensorRecipe {
        files = List.copyOf(files);
    }

    /**
     * Reads a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws ConfigException if a key is missing or unknown, or a value is not valid
     */
    public static SensorRecipe of(Map<String, String> properties) {
        Map<String, String> keys = new TreeMap<>(properties);
        boolean profile = Manifest.ScorerKind.PROFILE
                .json()
                .equals(properties.getOrDefault(SCORER, "").strip());
        if (profile) {
            keys.keySet().removeIf(key -> key.startsWith(SCORING));
        }
        AbstractConfig config = CommonRecipe.parse(KEYS, keys);
        SensorSettings sensor = new SensorSettings(
                CommonRecipe.read(config),
                config.getList("channels"),
                config.getBoolean("relations"),
                config.getInt("hidden"),
                CellChoice.read(config),
                SurpriseKind.of(config.getString("surprise")),
                config.getInt("window.steps"),
                config.getInt("lane.steps"),
                profile ? Manifest.ScorerKind.PROFILE : Manifest.ScorerKind.TAILS,
                profile ? NumberSettings.of(SCORING, properties) : scoring(config));
        sensor.input(); // refuses a wrong channel before the data is read
        if (profile) {
            requireProfile(sensor);
        }
        return new SensorRecipe(sensor, SeriesLayout.of(config.getString("data.layout")), config.getList("data.files"));
    }

    private static Map<String, Double> scoring(AbstractConfig config) {
        return KEYS.names().stream()
                .filter(key -> key.startsWith(SCORING))
                .collect(Collectors.toMap(key -> key.substring(SCORING.length()), config::getDouble));
    }

    /** Requires settings that the scorer {@code profile} has for the outputs of this network. */
    private static void requireProfile(SensorSettings sensor) {
        SortedSet<String> known =
                ProfileSettings.names(new AnomalyOutputs(sensor.module().outputs(), sensor.channels()));
        for (String name : new TreeSet<>(sensor.scoring().keySet())) {
            if (!known.contains(name)) {
                throw new ConfigException("unknown key " + SCORING + name
                        + "; for this network, the scorer profile has " + SCORING + String.join(", " + SCORING, known));
            }
        }
        try {
            ProfileSettings.of(sensor.scoring(), sensor.channels().size());
        } catch (BundleException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    /** Returns the names of all keys of this type of recipe. */
    public static Set<String> keys() {
        return KEYS.names();
    }

    @Override
    public CommonRecipe settings() {
        return sensor.common();
    }

    @Override
    public Corpus<Series> read(Path data) throws IOException {
        List<String> notes = new ArrayList<>();
        List<Series> series = layout.read(data, sensor.input(), files, notes::add);
        if (series.isEmpty()) {
            throw new TrainingException("--data " + data + " has no series with data.layout " + layout.option()
                    + ", the recipe's channels " + sensor.channels() + " and its data.files; correct one of these keys,"
                    + " or give another folder");
        }
        List<DataFile> sources = new ArrayList<>();
        for (Series one : series) {
            sources.add(DataFile.of(data, one.name(), one.size()));
        }
        return new Corpus<>(series, sources, notes);
    }

    @Override
    public String folder() {
        return "a folder that holds a CSV file for each key";
    }

    @Override
    public boolean learnsFromEvents() {
        return true;
    }

    @Override
    public Corpus<Series> read(EventSource events) throws IOException {
        return EventSeries.read(events, sensor.input());
    }

    @Override
    public void requireThreshold(Split<Series> split) {
        ThresholdChoice.require(sensor, split);
    }

    @Override
    public List<String> chooseThreshold(Path bundle, Split<Series> split, BigDecimal falseAlertsPerDay)
            throws IOException {
        return ThresholdChoice.choose(bundle, split, falseAlertsPerDay);
    }

    @Override
    public SensorLearner learner(List<Series> examples, long seed) {
        return new SensorLearner(sensor, seed);
    }
}
