package io.sluice.offline.training.words;

import io.sluice.Internal;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/**
 * A model that learns which digit a number word means where it stands; an example is a {@link DigitSequence}, drawn
 * from the words of the data folder.
 *
 * @param hidden units of the cell
 * @param speakers the examples
 * @param words the words of each
 * @param batch examples an update
 * @param simulationSeed what the speakers say
 */
@Internal
public record NumberWordsRecipe(
        CommonRecipe settings, CellChoice choice, int hidden, int speakers, int words, int batch, int simulationSeed)
        implements Recipe<DigitSequence, NumberWordsMetrics> {
    public static final String TYPE = "number-words";

    private static final ConfigDef KEYS = CellChoice.addKeys(CommonRecipe.keys())
            .define("hidden", ConfigDef.Type.INT, 256, Range.between(8, 1024), Importance.HIGH, "Units of the cell.")
            .define("speakers", ConfigDef.Type.INT, 8000, Range.atLeast(1), Importance.MEDIUM, "Simulated.")
            .define("words", ConfigDef.Type.INT, 20, Range.between(1, 10_000), Importance.MEDIUM, "Of a speaker.")
            .define("batch", ConfigDef.Type.INT, 64, Range.between(1, 10_000), Importance.MEDIUM, "Speakers an update.")
            .define("simulation.seed", ConfigDef.Type.INT, 1, Importance.LOW, "Of what they say.");

    /**
     * Reads a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws org.apache.kafka.common.config.ConfigException where a key is missing or unknown, or a value is not what
     *     it must be
     */
    public static NumberWordsRecipe of(Map<String, String> properties) {
        AbstractConfig config = CommonRecipe.parse(KEYS, properties);
        return new NumberWordsRecipe(
                CommonRecipe.read(config),
                CellChoice.read(config),
                config.getInt("hidden"),
                config.getInt("speakers"),
                config.getInt("words"),
                config.getInt("batch"),
                config.getInt("simulation.seed"));
    }

    /** The names of all keys. */
    public static Set<String> keys() {
        return KEYS.names();
    }

    NumberWordsModule cell() {
        return new NumberWordsModule(choice.cell(NumberWordsModule.LETTERS, hidden));
    }

    @Override
    public Corpus<DigitSequence> read(Path data) throws IOException {
        NumberWords vocabulary = NumberWords.read(data);
        SplittableRandom random = new SplittableRandom(simulationSeed);
        List<DigitSequence> dictations = IntStream.range(0, speakers)
                .mapToObj(speaker -> new DigitSequence(vocabulary.dictate(words, random)))
                .toList();
        return new Corpus<>(
                dictations,
                List.of(DataFile.of(data, NumberWords.FILE, vocabulary.all().size())));
    }

    @Override
    public NumberWordsLearner learner(List<DigitSequence> examples, long seed) {
        return new NumberWordsLearner(this, seed);
    }
}
