package io.sluice.offline.training.sensor;

import io.sluice.Internal;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * A sensor model that learns to forecast the next reading; an example is a file, a key's series.
 *
 * @param channels the channels' names: the columns of the files after {@code timestamp}
 * @param relations whether the channels are judged by their {@link Relations}
 * @param hidden units of the recurrent cell, a channel
 * @param choice which cell
 * @param surprise what surprises it
 * @param windowSteps steps between two updates, through which gradients flow back; the state is carried on
 * @param laneSteps about how many rows of a file are one sequence; each begins as a key never seen
 * @param scoring what the manifest passes on to the scorer
 * @param layout how the data lies in its folder
 * @param files the data files, relative to the data folder; empty: all
 */
@Internal
public record SensorRecipe(
        CommonRecipe settings,
        List<String> channels,
        boolean relations,
        int hidden,
        CellChoice choice,
        SurpriseKind surprise,
        int windowSteps,
        int laneSteps,
        Map<String, Double> scoring,
        SeriesLayout layout,
        List<String> files)
        implements Recipe<Series, ForecastErrors> {
    public static final String TYPE = "sensor-forecast";
    private static final String SCORING = "scoring.";
    private static final ConfigDef.Type DOUBLE = ConfigDef.Type.DOUBLE;

    private static final ConfigDef KEYS = CellChoice.addKeys(CommonRecipe.keys())
            .define("channels", ConfigDef.Type.LIST, Importance.HIGH, "The channels' names.")
            .define(
                    "relations",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Whether channels are judged by what the others say of them, and by nothing else.")
            .define(
                    "hidden",
                    ConfigDef.Type.INT,
                    16,
                    Range.between(1, 1024),
                    Importance.HIGH,
                    "Units of the cell, a channel.")
            .define(
                    "surprise",
                    ConfigDef.Type.STRING,
                    SurpriseKind.FORECAST.option(),
                    ConfigDef.ValidString.in(SurpriseKind.options()),
                    Importance.MEDIUM,
                    "What surprises the model.")
            .define(
                    "window.steps",
                    ConfigDef.Type.INT,
                    64,
                    Range.between(1, 10_000),
                    Importance.LOW,
                    "Steps an update.")
            .define("lane.steps", ConfigDef.Type.INT, 2000, Range.atLeast(2), Importance.LOW, "Rows a sequence, about.")
            .define("scoring.threshold", DOUBLE, 0.98, Range.between(0, 1), Importance.LOW, "For an alert.")
            .define("scoring.open", DOUBLE, 0.98, Range.between(0, 1), Importance.LOW, "Opens an incident.")
            .define("scoring.close", DOUBLE, 0.8, Range.between(0, 1), Importance.LOW, "Calms an open incident.")
            .define("scoring.quiet", DOUBLE, 5, Range.atLeast(1), Importance.LOW, "Calm events that close it.")
            .define("scoring.surprise.weight", DOUBLE, 0.75, Range.between(0, 10), Importance.LOW, "Beside deviations.")
            .define("scoring.tail.size", DOUBLE, 32, Range.between(8, 256), Importance.LOW, "Of the past.")
            .define("scoring.tail.excess", DOUBLE, 0, Range.atLeast(0), Importance.LOW, "The least mean excess.")
            .define("scoring.incident.hold", DOUBLE, 0, Range.atLeast(0), Importance.LOW, "Events that are no past.")
            .define("scoring.habituation.quick", DOUBLE, 8, Range.atLeast(0), Importance.LOW, "At once.")
            .define("scoring.habituation.slow", DOUBLE, 0.3, Range.atLeast(0), Importance.LOW, "For long.")
            .define("scoring.settle.events", DOUBLE, 0, Range.atLeast(0), Importance.LOW, "Not judged after a silence.")
            .define("scoring.settle.silence", DOUBLE, 3600, Range.atLeast(1), Importance.LOW, "Seconds.")
            .define("data.files", ConfigDef.Type.LIST, List.of(), Importance.MEDIUM, "Files below the data folder.")
            .define(
                    "data.layout",
                    ConfigDef.Type.STRING,
                    SeriesLayout.CSV.option(),
                    ConfigDef.ValidString.in(SeriesLayout.options()),
                    Importance.MEDIUM,
                    "How the data lies in its folder.");

    public SensorRecipe {
        channels = List.copyOf(channels);
        scoring = Map.copyOf(scoring);
        files = List.copyOf(files);
        if (channels.isEmpty()) {
            throw new ConfigException("channels is empty; name at least one column of the data");
        }
        if (relations && channels.size() == 1) {
            throw new ConfigException(
                    "relations is true, but there is one channel alone; name two, or leave relations out");
        }
    }

    /**
     * Reads a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws ConfigException where a key is missing or unknown, or a value is not what it must be
     */
    public static SensorRecipe of(Map<String, String> properties) {
        AbstractConfig config = CommonRecipe.parse(KEYS, properties);
        return new SensorRecipe(
                CommonRecipe.read(config),
                config.getList("channels"),
                config.getBoolean("relations"),
                config.getInt("hidden"),
                CellChoice.read(config),
                SurpriseKind.of(config.getString("surprise")),
                config.getInt("window.steps"),
                config.getInt("lane.steps"),
                scoring(config),
                SeriesLayout.valueOf(config.getString("data.layout").toUpperCase(Locale.ROOT)),
                config.getList("data.files"));
    }

    private static Map<String, Double> scoring(AbstractConfig config) {
        return KEYS.names().stream()
                .filter(key -> key.startsWith(SCORING))
                .collect(Collectors.toMap(key -> key.substring(SCORING.length()), config::getDouble));
    }

    /** The names of all keys. */
    public static Set<String> keys() {
        return KEYS.names();
    }

    public SensorModule cell() {
        return new SensorModule(channels, hidden, choice, relations, surprise);
    }

    @Override
    public Corpus<Series> read(Path data) throws IOException {
        List<Series> series = layout.read(data, channels, files);
        if (series.isEmpty()) {
            throw new TrainingException("--data " + data + ": none of it is what data.layout " + layout.option()
                    + ", channels and data.files ask for");
        }
        List<DataFile> read = new ArrayList<>();
        for (Series one : series) {
            read.add(DataFile.of(data, one.name(), one.size()));
        }
        return new Corpus<>(series, read);
    }

    @Override
    public SensorLearner learner(List<Series> examples, long seed) {
        return new SensorLearner(this, seed);
    }
}
