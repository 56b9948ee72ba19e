package io.sluice.offline.training.loop;

import io.sluice.format.LayoutSettings;
import io.sluice.model.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * The keys that every recipe has: the name of the bundle, the settings of the training, and the origin of the data.
 *
 * @param name the name of the bundle
 * @param version the version of the bundle
 * @param epochs the largest number of passes over the examples
 * @param learningRate the learning rate of Adam after the warm-up
 * @param schedule the course of the learning rate after the warm-up
 * @param warmUpShare the share of all updates during which the learning rate rises from 0
 * @param weightDecay the decoupled weight decay (AdamW) of weights of two or more dimensions; 0 means none
 * @param gradientNorm the largest norm of the gradient; a larger gradient is scaled down
 * @param validationShare the share of the examples that is held back to choose the best epoch; 0 means that the last
 *     epoch is kept
 * @param patience the number of epochs without a lower validation loss after which the training ends; 0 means that it
 *     does not end early
 * @param sets the data sets with their licences
 * @param layout the settings of the layout of events, which the manifest passes on
 * @param attribution the credit for the data, as its licence asks for it
 * @param note an explanation of the figures, for the model card
 */
public record CommonRecipe(
        String name,
        String version,
        int epochs,
        double learningRate,
        Schedule schedule,
        double warmUpShare,
        double weightDecay,
        double gradientNorm,
        double validationShare,
        int patience,
        List<DataSet> sets,
        LayoutSettings layout,
        String attribution,
        String note) {
    /** The key whose value is the type of a recipe. */
    public static final String TYPE = "recipe";

    /** The beginning of the keys of the layout of events. */
    private static final String LAYOUT = "";

    private static final String PRIVATE = "private data";

    /** Checks that there are validation examples if there is a patience. */
    public CommonRecipe {
        sets = List.copyOf(sets);
        if (patience > 0 && validationShare == 0) {
            throw new ConfigException("patience is " + patience
                    + ", but validation.share is 0, so there is no validation loss; set validation.share, for"
                    + " example to 0.1");
        }
    }

    /** Joins the distinct values of {@code part} over all data sets with commas. */
    public String joinSets(Function<DataSet, String> part) {
        return sets.stream().map(part).distinct().collect(Collectors.joining(", "));
    }

    /** Describes for people under which licences the data is. */
    public String licences() {
        String licences = joinSets(DataSet::licence);
        return licences.equals(PRIVATE) ? licences : "licence " + licences;
    }

    /** The name and the licence of a data set. */
    public record DataSet(String name, String licence) {
        /** Returns the entry of a manifest for this data set, of which {@code files} files were used. */
        public Manifest.TrainedOn trainedOn(int files) {
            return new Manifest.TrainedOn(name, licence, files);
        }
    }

    /** Defines the keys of all recipes. Each type of recipe adds more. */
    public static ConfigDef keys() {
        return new ConfigDef()
                .define(TYPE, ConfigDef.Type.STRING, Importance.HIGH, "The type of recipe.")
                .define("name", ConfigDef.Type.STRING, Importance.HIGH, "The bundle's name.")
                .define("version", ConfigDef.Type.STRING, "1.0.0", Importance.HIGH, "The bundle's version.")
                .define(
                        "epochs",
                        ConfigDef.Type.INT,
                        12,
                        Range.between(1, 10_000),
                        Importance.MEDIUM,
                        "The largest number of passes over the data.")
                .define(
                        "learning.rate",
                        ConfigDef.Type.DOUBLE,
                        0.005,
                        Range.atLeast(1e-9),
                        Importance.MEDIUM,
                        "The learning rate of Adam.")
                .define(
                        "schedule",
                        ConfigDef.Type.STRING,
                        "cosine",
                        Schedule.NAMES,
                        Importance.LOW,
                        "The course of the learning rate.")
                .define(
                        "warmup.share",
                        ConfigDef.Type.DOUBLE,
                        0.0,
                        Range.between(0, 0.9),
                        Importance.LOW,
                        "The share of the updates with a rising rate.")
                .define(
                        "weight.decay",
                        ConfigDef.Type.DOUBLE,
                        0.0,
                        Range.between(0, 1),
                        Importance.LOW,
                        "The decoupled weight decay (AdamW).")
                .define(
                        "gradient.norm",
                        ConfigDef.Type.DOUBLE,
                        1.0,
                        Range.between(1e-9, 1e9),
                        Importance.LOW,
                        "The largest norm of the gradient.")
                .define(
                        "validation.share",
                        ConfigDef.Type.DOUBLE,
                        0.0,
                        Range.between(0, 0.5),
                        Importance.MEDIUM,
                        "The share of the examples for validation.")
                .define(
                        "patience",
                        ConfigDef.Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Epochs without improvement before the end.")
                .define("data.set", ConfigDef.Type.LIST, Importance.MEDIUM, "The names of the data sets.")
                .define(
                        "data.licence",
                        ConfigDef.Type.LIST,
                        List.of(PRIVATE),
                        Importance.MEDIUM,
                        "One licence for all data sets, or one for each; leave it out for private data.")
                .define("data.attribution", ConfigDef.Type.STRING, "", Importance.MEDIUM, "The credit for the data.")
                .define("note", ConfigDef.Type.STRING, "", Importance.LOW, "An explanation of the figures.");
    }

    /**
     * Parses the properties of a recipe.
     *
     * @param keys the keys of its type
     * @throws ConfigException if a key is missing or unknown, or a value is not valid
     */
    public static AbstractConfig parse(ConfigDef keys, Map<String, String> properties) {
        TreeSet<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeAll(keys.names());
        unknown.removeIf(key -> LayoutSettings.isKey(LAYOUT, key));
        if (!unknown.isEmpty()) {
            throw new ConfigException("unknown key \"" + unknown.first() + "\" in the recipe; valid keys are "
                    + new TreeSet<>(keys.names()));
        }
        return new AbstractConfig(keys, properties, false);
    }

    /** Reads the keys that every recipe has. */
    public static CommonRecipe read(AbstractConfig config) {
        return new CommonRecipe(
                config.getString("name"),
                config.getString("version"),
                config.getInt("epochs"),
                config.getDouble("learning.rate"),
                Schedule.of(config.getString("schedule")),
                config.getDouble("warmup.share"),
                config.getDouble("weight.decay"),
                config.getDouble("gradient.norm"),
                config.getDouble("validation.share"),
                config.getInt("patience"),
                sets(config.getList("data.set"), config.getList("data.licence")),
                LayoutSettings.of(LAYOUT, config.originalsStrings()),
                config.getString("data.attribution"),
                config.getString("note"));
    }

    private static List<DataSet> sets(List<String> names, List<String> licences) {
        if (names.isEmpty() || (licences.size() != 1 && licences.size() != names.size())) {
            throw new ConfigException("data.set has " + names.size() + " sets, but data.licence has " + licences.size()
                    + " licences; give at least one set, and either one licence for all sets or one for each");
        }
        List<DataSet> sets = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            sets.add(new DataSet(names.get(i), licences.get(Math.min(i, licences.size() - 1))));
        }
        return sets;
    }
}
