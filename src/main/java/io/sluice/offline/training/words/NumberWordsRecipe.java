package io.sluice.offline.training.words;

import io.sluice.Internal;
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

/**
 * A model that learns which digit a number word means at its place. An example is a {@link DigitSequence}, drawn at
 * random from the words of the data folder.
 */
@Internal
public record NumberWordsRecipe(NumberWordsSettings model) implements Recipe<DigitSequence, NumberWordsMetrics> {
    public static final String TYPE = "number-words";

    /**
     * Reads a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws org.apache.kafka.common.config.ConfigException if a key is missing or unknown, or a value is invalid
     */
    public static NumberWordsRecipe of(Map<String, String> properties) {
        return new NumberWordsRecipe(NumberWordsSettings.read(properties));
    }

    /** Returns the names of all keys. */
    public static Set<String> keys() {
        return NumberWordsSettings.keys();
    }

    @Override
    public CommonRecipe settings() {
        return model.common();
    }

    @Override
    public String folder() {
        return "the folder that holds " + NumberWords.FILE;
    }

    @Override
    public Corpus<DigitSequence> read(Path data) throws IOException {
        NumberWords vocabulary = NumberWords.read(data);
        SplittableRandom random = new SplittableRandom(model.simulationSeed());
        List<DigitSequence> sequences = IntStream.range(0, model.sequences())
                .mapToObj(i -> new DigitSequence(vocabulary.draw(model.words(), random)))
                .toList();
        return new Corpus<>(
                sequences,
                List.of(DataFile.of(data, NumberWords.FILE, vocabulary.all().size())));
    }

    @Override
    public NumberWordsLearner learner(List<DigitSequence> examples, long seed) {
        return new NumberWordsLearner(model, seed);
    }
}
