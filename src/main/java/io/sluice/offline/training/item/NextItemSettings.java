package io.sluice.offline.training.item;

import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.CommonRecipe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * The values of a next-item recipe.
 *
 * @param common the values that every recipe has
 * @param hidden the units of the cell, which is also the width of the embeddings
 * @param choice the recurrent cell
 * @param recent the number of last distinct items that the state of a key holds
 * @param rules the most items that one item recommends by each kind of rule
 * @param depth K, the number of items that the model ranks; at most the number of items
 * @param dropout the share of activations that training sets to 0
 * @param samples the number of items that a window's softmax draws; a smaller catalogue is drawn as a whole
 * @param samplesPower the probability of an item to be drawn is proportional to this power of its clicks
 * @param batchSize the number of sessions of a batch
 * @param windowSteps the number of clicks between two updates; gradients flow back through them, and the state goes on
 * @param cellLossWeight the weight of the loss of the cell's softmax relative to the loss of the mixture
 * @param files the data files, relative to the data folder; if empty, the only file of sessions in the folder
 * @param share the share of the sessions of each file that is used, from the first on
 */
@Internal
public record NextItemSettings(
        CommonRecipe common,
        int hidden,
        CellChoice choice,
        int recent,
        int rules,
        int depth,
        double dropout,
        int samples,
        double samplesPower,
        int batchSize,
        int windowSteps,
        double cellLossWeight,
        List<String> files,
        double share) {
    private static final ConfigDef KEYS = CellChoice.addKeys(CommonRecipe.keys())
            .define("hidden", ConfigDef.Type.INT, 64, Range.between(8, 1024), Importance.HIGH, "Units of the cell.")
            .define(
                    "recent",
                    ConfigDef.Type.INT,
                    8,
                    Range.between(8, 64),
                    Importance.MEDIUM,
                    "Last items in the state.")
            .define("rules", ConfigDef.Type.INT, 64, Range.between(1, 1024), Importance.MEDIUM, "Items of a rule.")
            .define("depth", ConfigDef.Type.INT, 64, Range.between(20, 1024), Importance.MEDIUM, "Items ranked.")
            .define("dropout", ConfigDef.Type.DOUBLE, 0.3, Range.between(0, 0.9), Importance.LOW, "Dropout rate.")
            .define("samples", ConfigDef.Type.INT, 1024, Range.atLeast(1), Importance.MEDIUM, "Items of a softmax.")
            .define(
                    "samples.power",
                    ConfigDef.Type.DOUBLE,
                    0.5,
                    Range.between(0, 1),
                    Importance.LOW,
                    "Power of an item's clicks.")
            .define("lanes", ConfigDef.Type.INT, 128, Range.between(1, 4096), Importance.LOW, "Sessions of a batch.")
            .define(
                    "window.steps",
                    ConfigDef.Type.INT,
                    20,
                    Range.between(1, 1000),
                    Importance.LOW,
                    "Clicks of an update.")
            .define(
                    "alone",
                    ConfigDef.Type.DOUBLE,
                    1.0,
                    Range.between(0, 10),
                    Importance.LOW,
                    "Weight of the cell's loss.")
            .define("data.files", ConfigDef.Type.LIST, List.of(), Importance.MEDIUM, "Files in the data folder.")
            .define(
                    "data.share",
                    ConfigDef.Type.DOUBLE,
                    1.0,
                    Range.between(0.01, 1),
                    Importance.MEDIUM,
                    "Share of the sessions.");

    public NextItemSettings {
        files = List.copyOf(files);
        if (hidden % 8 != 0 || recent % 8 != 0) {
            throw new ConfigException("hidden is " + hidden + " and recent is " + recent
                    + "; both must be multiples of 8, because otherwise a result depends on its batch");
        }
    }

    /**
     * Reads the values of a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws ConfigException if a key is missing or unknown, or a value is invalid
     */
    static NextItemSettings read(Map<String, String> properties) {
        AbstractConfig config = CommonRecipe.parse(KEYS, properties);
        CommonRecipe common = CommonRecipe.read(config);
        common.layout().apply(new Manifest.Input.Item("vocabulary.txt")); // refuses a wrong key before the training
        return new NextItemSettings(
                common,
                config.getInt("hidden"),
                CellChoice.read(config),
                config.getInt("recent"),
                config.getInt("rules"),
                config.getInt("depth"),
                config.getDouble("dropout"),
                config.getInt("samples"),
                config.getDouble("samples.power"),
                config.getInt("lanes"),
                config.getInt("window.steps"),
                config.getDouble("alone"),
                config.getList("data.files"),
                config.getDouble("data.share"));
    }

    /** Returns the names of all keys. */
    static Set<String> keys() {
        return KEYS.names();
    }

    /** Returns the module for a number of items. */
    public NextItemModule module(int items) {
        return new NextItemModule(items, choice.cell(hidden, hidden), recent, rules, depth, dropout);
    }
}
