package io.sluice.offline.training.cell;

import io.sluice.Internal;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * The recurrent cell of a recipe, as its keys {@code cell}, {@code cell.layers} and {@code cell.window} give it.
 *
 * @param layers the number of layers
 * @param window K, the number of steps in the ring of an attention or transformer layer
 */
@Internal
public record CellChoice(CellKind kind, int layers, int window) {
    /** A gated recurrent unit in one layer. */
    public static final CellChoice GRU = new CellChoice(CellKind.GRU, 1, 16);

    /** Adds the three keys to the keys of a recipe. */
    public static ConfigDef addKeys(ConfigDef keys) {
        return keys.define(
                        "cell", ConfigDef.Type.STRING, "gru", CellKind.NAMES, Importance.MEDIUM, "The recurrent cell.")
                .define(
                        "cell.layers",
                        ConfigDef.Type.INT,
                        1,
                        Range.between(1, 16),
                        Importance.LOW,
                        "The number of layers of the cell.")
                .define(
                        "cell.window",
                        ConfigDef.Type.INT,
                        16,
                        Range.between(1, 4096),
                        Importance.LOW,
                        "The steps that an attention ring holds.");
    }

    /**
     * Reads the three keys of a recipe.
     *
     * @throws ConfigException if the cell does not exist with the number of units in the recipe's key {@code hidden}
     */
    public static CellChoice read(AbstractConfig config) {
        CellChoice choice = new CellChoice(
                CellKind.of(config.getString("cell")), config.getInt("cell.layers"), config.getInt("cell.window"));
        choice.cell(1, config.getInt("hidden"));
        return choice;
    }

    /** Creates the cell for input vectors of {@code input} numbers, with {@code hidden} units in each layer. */
    public RecurrentCell cell(int input, int hidden) {
        return new RecurrentCell(kind, input, hidden, layers, window);
    }

    /** Describes the cell, for example {@code GRU of 16 units}, as it follows the word "a". */
    public String describe(int hidden) {
        String name = kind == CellKind.GRU ? "GRU" : "cell `" + kind.key() + "`";
        return name + " of " + hidden + " units" + (layers == 1 ? "" : " in each of " + layers + " layers");
    }
}
