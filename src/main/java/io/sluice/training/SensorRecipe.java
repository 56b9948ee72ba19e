package io.sluice.training;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * What a sensor model is trained from and how: the keys of a {@code recipe.properties}.
 *
 * @param channels the channels' names: the columns of the files after {@code timestamp}
 * @param hidden units of the GRU a channel
 * @param epochs passes over the data
 * @param learningRate of Adam at the start; it falls to 0 on half a cosine
 * @param windowSteps steps between two updates, through which gradients flow back; the state is carried on
 * @param laneSteps about how many rows of a file are one sequence; each begins as a key never seen
 * @param gradientNorm a longer gradient is scaled down to this
 * @param scoring thresholds that the manifest passes on to the scorer
 * @param files the data files, relative to the data folder; empty: every {@code .csv} below it
 * @param note what a reader of the figures in the model card must know
 */
public record SensorRecipe(
        String name,
        String version,
        List<String> channels,
        int hidden,
        int epochs,
        double learningRate,
        int windowSteps,
        int laneSteps,
        double gradientNorm,
        Map<String, Double> scoring,
        String dataSet,
        String dataLicence,
        String dataAttribution,
        List<String> files,
        String note) {
    private static final ConfigDef KEYS = new ConfigDef()
            .define("name", ConfigDef.Type.STRING, Importance.HIGH, "The bundle's name.")
            .define("version", ConfigDef.Type.STRING, "1.0.0", Importance.HIGH, "The bundle's version.")
            .define("channels", ConfigDef.Type.LIST, Importance.HIGH, "The channels' names.")
            .define(
                    "hidden",
                    ConfigDef.Type.INT,
                    16,
                    Range.between(1, 1024),
                    Importance.HIGH,
                    "Units of the GRU a channel.")
            .define(
                    "epochs",
                    ConfigDef.Type.INT,
                    12,
                    Range.between(1, 10_000),
                    Importance.MEDIUM,
                    "Passes over the data.")
            .define(
                    "learning.rate",
                    ConfigDef.Type.DOUBLE,
                    0.005,
                    Range.atLeast(1e-9),
                    Importance.MEDIUM,
                    "Adam's rate.")
            .define(
                    "window.steps",
                    ConfigDef.Type.INT,
                    64,
                    Range.between(1, 10_000),
                    Importance.LOW,
                    "Steps an update.")
            .define("lane.steps", ConfigDef.Type.INT, 2000, Range.atLeast(2), Importance.LOW, "Rows a sequence, about.")
            .define(
                    "gradient.norm",
                    ConfigDef.Type.DOUBLE,
                    1.0,
                    Range.between(1e-9, 1e9),
                    Importance.LOW,
                    "Longest gradient.")
            .define(
                    "scoring.threshold",
                    ConfigDef.Type.DOUBLE,
                    0.97,
                    Range.between(0, 1),
                    Importance.LOW,
                    "For an alert.")
            .define(
                    "scoring.open",
                    ConfigDef.Type.DOUBLE,
                    0.97,
                    Range.between(0, 1),
                    Importance.LOW,
                    "Opens an incident.")
            .define(
                    "scoring.close",
                    ConfigDef.Type.DOUBLE,
                    0.6,
                    Range.between(0, 1),
                    Importance.LOW,
                    "Closes an incident.")
            .define("data.set", ConfigDef.Type.STRING, Importance.MEDIUM, "The data set's name.")
            .define("data.licence", ConfigDef.Type.STRING, Importance.MEDIUM, "The data set's licence.")
            .define("data.attribution", ConfigDef.Type.STRING, "", Importance.MEDIUM, "Whom to name for the data.")
            .define("data.files", ConfigDef.Type.LIST, List.of(), Importance.MEDIUM, "Files below the data folder.")
            .define("note", ConfigDef.Type.STRING, "", Importance.LOW, "For readers of the model card's figures.");

    public SensorRecipe {
        channels = List.copyOf(channels);
        scoring = Map.copyOf(scoring);
        files = List.copyOf(files);
        if (channels.isEmpty()) {
            throw new ConfigException("channels is empty; name at least one column of the data");
        }
    }

    /**
     * Reads a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws ConfigException where a key is missing or unknown, or a value is not what it must be
     */
    public static SensorRecipe of(Map<String, String> properties) {
        TreeSet<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeAll(KEYS.names());
        if (!unknown.isEmpty()) {
            throw new ConfigException(
                    "unknown key \"" + unknown.first() + "\" in the recipe; known are " + new TreeSet<>(KEYS.names()));
        }
        AbstractConfig config = new AbstractConfig(KEYS, properties, false);
        return new SensorRecipe(
                config.getString("name"),
                config.getString("version"),
                config.getList("channels"),
                config.getInt("hidden"),
                config.getInt("epochs"),
                config.getDouble("learning.rate"),
                config.getInt("window.steps"),
                config.getInt("lane.steps"),
                config.getDouble("gradient.norm"),
                Map.of(
                        "threshold", config.getDouble("scoring.threshold"),
                        "open", config.getDouble("scoring.open"),
                        "close", config.getDouble("scoring.close")),
                config.getString("data.set"),
                config.getString("data.licence"),
                config.getString("data.attribution"),
                config.getList("data.files"),
                config.getString("note"));
    }

    SensorCell cell() {
        return new SensorCell(channels, hidden);
    }
}
