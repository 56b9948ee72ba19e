package io.sluice.offline.training.item;

import io.sluice.Internal;
import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * A model that learns what is clicked next; an example is a {@link ClickSession}.
 *
 * @param hidden units of the cell and width of the embeddings
 * @param choice which cell
 * @param recent how many of a key's last distinct items are remembered as such
 * @param rules how many items each speaks for by a kind of rule
 * @param depth K, how many items the model ranks; at most as many as there are
 * @param dropout the share of activations that is left out while learning
 * @param samples items that are drawn for a window's softmax; a catalogue with no more is taken whole
 * @param samplesPower an item's chance to be drawn is proportional to this power of its clicks
 * @param lanes sessions side by side
 * @param windowSteps clicks between two updates, through which gradients flow back; the state is carried on
 * @param alone the weight of the cell's own loss beside that of the mixture
 * @param files the data files, relative to the data folder; empty: the only file of sessions in it
 * @param share of the sessions, from the first on, that is used
 */
@Internal
public record NextItemRecipe(
        CommonRecipe settings,
        int hidden,
        CellChoice choice,
        int recent,
        int rules,
        int depth,
        double dropout,
        int samples,
        double samplesPower,
        int lanes,
        int windowSteps,
        double alone,
        List<String> files,
        double share)
        implements Recipe<ClickSession, NextItemMetrics> {
    public static final String TYPE = "next-item";

    private static final ConfigDef KEYS = CellChoice.addKeys(CommonRecipe.keys())
            .define("hidden", ConfigDef.Type.INT, 64, Range.between(8, 1024), Importance.HIGH, "Units of the cell.")
            .define("recent", ConfigDef.Type.INT, 8, Range.between(8, 64), Importance.MEDIUM, "Items remembered.")
            .define("rules", ConfigDef.Type.INT, 64, Range.between(1, 1024), Importance.MEDIUM, "Items of a rule.")
            .define("depth", ConfigDef.Type.INT, 64, Range.between(20, 1024), Importance.MEDIUM, "Items ranked.")
            .define("dropout", ConfigDef.Type.DOUBLE, 0.3, Range.between(0, 0.9), Importance.LOW, "While learning.")
            .define("samples", ConfigDef.Type.INT, 1024, Range.atLeast(1), Importance.MEDIUM, "Items of a softmax.")
            .define("samples.power", ConfigDef.Type.DOUBLE, 0.5, Range.between(0, 1), Importance.LOW, "Of clicks.")
            .define("lanes", ConfigDef.Type.INT, 128, Range.between(1, 4096), Importance.LOW, "Sessions a batch.")
            .define("window.steps", ConfigDef.Type.INT, 20, Range.between(1, 1000), Importance.LOW, "Clicks an update.")
            .define(
                    "alone",
                    ConfigDef.Type.DOUBLE,
                    1.0,
                    Range.between(0, 10),
                    Importance.LOW,
                    "Weight of the cell's loss.")
            .define("data.files", ConfigDef.Type.LIST, List.of(), Importance.MEDIUM, "Files below the data folder.")
            .define("data.share", ConfigDef.Type.DOUBLE, 1.0, Range.between(0.01, 1), Importance.MEDIUM, "Used.");

    public NextItemRecipe {
        files = List.copyOf(files);
        if (hidden % 8 != 0 || recent % 8 != 0) {
            throw new ConfigException("hidden is " + hidden + " and recent " + recent
                    + "; both must be multiples of 8, or a result depends on the batch");
        }
    }

    /**
     * Reads a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws ConfigException where a key is missing or unknown, or a value is not what it must be
     */
    public static NextItemRecipe of(Map<String, String> properties) {
        AbstractConfig config = CommonRecipe.parse(KEYS, properties);
        return new NextItemRecipe(
                CommonRecipe.read(config),
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

    /** The names of all keys. */
    public static Set<String> keys() {
        return KEYS.names();
    }

    public NextItemModule cell(int items) {
        return new NextItemModule(items, choice.cell(hidden, hidden), recent, rules, depth, dropout);
    }

    @Override
    public Corpus<ClickSession> read(Path data) throws IOException {
        return SessionFiles.read(data, files, share);
    }

    /** A session of one click has nothing to predict. */
    @Override
    public boolean mayBeHeldBack(ClickSession example) {
        return example.items().size() > 1;
    }

    @Override
    public NextItemLearner learner(List<ClickSession> examples, long seed) {
        return new NextItemLearner(this, examples, seed);
    }
}
