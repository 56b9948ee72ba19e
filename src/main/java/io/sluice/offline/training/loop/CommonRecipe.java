package io.sluice.offline.training.loop;

import io.sluice.model.Manifest;
import io.sluice.offline.training.Recipes;
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
 * The keys that every recipe has: what the bundle is called, how long and how fast it learns, and whose data it is.
 *
 * @param epochs passes over the examples, at most
 * @param learningRate of Adam, where the schedule begins
 * @param warmUpShare the share of all updates in which the learning rate rises from 0
 * @param weightDecay decoupled (AdamW), of weights of two or more dimensions; 0: none
 * @param gradientNorm a longer gradient is scaled down to this
 * @param validationShare the share of the examples that is held back to choose the best epoch; 0: the last one is it
 * @param patience training ends after so many epochs without a better validation loss; 0: it does not end early
 * @param sets the data sets, with their licences
 * @param attribution whom to name for the data
 * @param note what a reader of the figures in the model card must know
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
        String attribution,
        String note) {

    public CommonRecipe {
        sets = List.copyOf(sets);
        if (patience > 0 && validationShare == 0) {
            throw new ConfigException("patience is " + patience
                    + ", but nothing is held back to judge by; set validation.share, for example to 0.1");
        }
    }

    /** Something of each data set, once each, with commas between. */
    public String ofSets(Function<DataSet, String> part) {
        return sets.stream().map(part).distinct().collect(Collectors.joining(", "));
    }

    /** A data set by its name. */
    public record DataSet(String name, String licence) {
        /** What a manifest says of it. */
        public Manifest.TrainedOn trainedOn(int files) {
            return new Manifest.TrainedOn(name, licence, files);
        }
    }

    /** The keys; a type of recipe adds its own. */
    public static ConfigDef keys() {
        return new ConfigDef()
                .define(Recipes.TYPE, ConfigDef.Type.STRING, Importance.HIGH, "The type of recipe.")
                .define("name", ConfigDef.Type.STRING, Importance.HIGH, "The bundle's name.")
                .define("version", ConfigDef.Type.STRING, "1.0.0", Importance.HIGH, "The bundle's version.")
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
                        "schedule",
                        ConfigDef.Type.STRING,
                        "cosine",
                        Schedule.NAMES,
                        Importance.LOW,
                        "Of the learning rate.")
                .define(
                        "warmup.share",
                        ConfigDef.Type.DOUBLE,
                        0.0,
                        Range.between(0, 0.9),
                        Importance.LOW,
                        "Of the updates.")
                .define(
                        "weight.decay",
                        ConfigDef.Type.DOUBLE,
                        0.0,
                        Range.between(0, 1),
                        Importance.LOW,
                        "Decoupled, as AdamW.")
                .define(
                        "gradient.norm",
                        ConfigDef.Type.DOUBLE,
                        1.0,
                        Range.between(1e-9, 1e9),
                        Importance.LOW,
                        "The longest.")
                .define(
                        "validation.share",
                        ConfigDef.Type.DOUBLE,
                        0.0,
                        Range.between(0, 0.5),
                        Importance.MEDIUM,
                        "Held back.")
                .define(
                        "patience",
                        ConfigDef.Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Epochs without a better one.")
                .define("data.set", ConfigDef.Type.LIST, Importance.MEDIUM, "The data sets' names.")
                .define(
                        "data.licence",
                        ConfigDef.Type.LIST,
                        Importance.MEDIUM,
                        "Their licences: one for all, or one each.")
                .define("data.attribution", ConfigDef.Type.STRING, "", Importance.MEDIUM, "Whom to name for the data.")
                .define("note", ConfigDef.Type.STRING, "", Importance.LOW, "For readers of the model card's figures.");
    }

    /**
     * Holds a recipe's properties against the keys of its type.
     *
     * @throws ConfigException where a key is missing or unknown, or a value is not what it must be
     */
    public static AbstractConfig parse(ConfigDef keys, Map<String, String> properties) {
        TreeSet<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeAll(keys.names());
        if (!unknown.isEmpty()) {
            throw new ConfigException(
                    "unknown key \"" + unknown.first() + "\" in the recipe; known are " + new TreeSet<>(keys.names()));
        }
        return new AbstractConfig(keys, properties, false);
    }

    /** The common part of a recipe. */
    public static CommonRecipe of(AbstractConfig config) {
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
                config.getString("data.attribution"),
                config.getString("note"));
    }

    private static List<DataSet> sets(List<String> names, List<String> licences) {
        if (names.isEmpty() || (licences.size() != 1 && licences.size() != names.size())) {
            throw new ConfigException("data.set names " + names.size() + " sets and data.licence " + licences.size()
                    + " licences; name at least one set, and one licence for all or one for each");
        }
        List<DataSet> sets = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            sets.add(new DataSet(names.get(i), licences.get(Math.min(i, licences.size() - 1))));
        }
        return sets;
    }
}
