package io.sluice.offline.training.words;

import io.sluice.model.Manifest;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.CommonRecipe;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/**
 * The values of a number-words recipe.
 *
 * @param common the values that every recipe has
 * @param choice the recurrent cell
 * @param hidden the units of the cell
 * @param sequences the number of simulated sequences
 * @param words the number of words of a sequence
 * @param batchSize the number of sequences of an update
 * @param simulationSeed the seed of the simulated sequences
 */
record NumberWordsSettings(
        CommonRecipe common,
        CellChoice choice,
        int hidden,
        int sequences,
        int words,
        int batchSize,
        int simulationSeed) {
    private static final ConfigDef KEYS = CellChoice.addKeys(CommonRecipe.keys())
            .define("hidden", ConfigDef.Type.INT, 256, Range.between(8, 1024), Importance.HIGH, "Units of the cell.")
            .define(
                    "speakers",
                    ConfigDef.Type.INT,
                    8000,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "Simulated speakers, with one sequence each.")
            .define(
                    "words",
                    ConfigDef.Type.INT,
                    20,
                    Range.between(1, 10_000),
                    Importance.MEDIUM,
                    "Words of a sequence.")
            .define(
                    "batch",
                    ConfigDef.Type.INT,
                    64,
                    Range.between(1, 10_000),
                    Importance.MEDIUM,
                    "Sequences of an update.")
            .define("simulation.seed", ConfigDef.Type.INT, 1, Importance.LOW, "Seed of the simulated sequences.");

    /**
     * Reads the values of a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws org.apache.kafka.common.config.ConfigException if a key is missing or unknown, or a value is invalid
     */
    static NumberWordsSettings read(Map<String, String> properties) {
        AbstractConfig config = CommonRecipe.parse(KEYS, properties);
        CommonRecipe common = CommonRecipe.read(config);
        common.layout().apply(new Manifest.Input.Text("tokenizer.json", 1)); // refuses a wrong key before the training
        return new NumberWordsSettings(
                common,
                CellChoice.read(config),
                config.getInt("hidden"),
                config.getInt("speakers"),
                config.getInt("words"),
                config.getInt("batch"),
                config.getInt("simulation.seed"));
    }

    /** Returns the names of all keys. */
    static Set<String> keys() {
        return KEYS.names();
    }

    NumberWordsModule module() {
        return new NumberWordsModule(choice.cell(NumberWordsModule.LETTERS, hidden));
    }
}
