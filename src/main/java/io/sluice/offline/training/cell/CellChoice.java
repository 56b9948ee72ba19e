package io.sluice.offline.training.cell;

import io.sluice.Internal;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * The cell that a recipe asks for, by its keys {@code cell}, {@code cell.layers} and {@code cell.window}.
 *
 * @param window K, the steps that the ring of an attention or a transformer holds
 */
@Internal
public record CellChoice(CellKind kind, int layers, int window) {
    /** A gated recurrent unit in one layer. */
    public static final CellChoice GRU = new CellChoice(CellKind.GRU, 1, 16);

    /** Adds the three keys to those of a recipe. */
    public static ConfigDef define(ConfigDef keys) {
        return keys.define(
                        "cell", ConfigDef.Type.STRING, "gru", CellKind.NAMES, Importance.MEDIUM, "The recurrent cell.")
                .define("cell.layers", ConfigDef.Type.INT, 1, Range.between(1, 16), Importance.LOW, "Of the cell.")
                .define("cell.window", ConfigDef.Type.INT, 16, Range.between(1, 4096), Importance.LOW, "Of a ring.");
    }

    /**
     * What a recipe with these keys says.
     *
     * @throws ConfigException where there is no such cell of the recipe's {@code hidden} units
     */
    public static CellChoice of(AbstractConfig config) {
        CellChoice choice = new CellChoice(
                CellKind.of(config.getString("cell")), config.getInt("cell.layers"), config.getInt("cell.window"));
        choice.cell(1, config.getInt("hidden"));
        return choice;
    }

    /** The cell over vectors of {@code input} numbers, with {@code hidden} units. */
    public RecurrentCell cell(int input, int hidden) {
        return new RecurrentCell(kind, input, hidden, layers, window);
    }

    /** In words, after "a": {@code GRU of 16 units}. */
    public String of(int hidden) {
        String name = kind == CellKind.GRU ? "GRU" : "cell `" + kind.key() + "`";
        return name + " of " + hidden + " units" + (layers == 1 ? "" : " in each of " + layers + " layers");
    }
}
