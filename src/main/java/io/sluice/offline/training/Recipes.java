package io.sluice.offline.training;

import io.sluice.offline.training.item.NextItemRecipe;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.recipe.Recipe;
import io.sluice.offline.training.sensor.SensorRecipe;
import io.sluice.offline.training.text.TextRecipe;
import io.sluice.offline.training.words.NumberWordsRecipe;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;

/** The types of recipe, by the value of the key {@value CommonRecipe#TYPE} in a {@code recipe.properties}. */
final class Recipes {
    private static final Map<String, Function<Map<String, String>, Recipe<?, ?>>> TYPES = new TreeMap<>(Map.of(
            SensorRecipe.TYPE,
            SensorRecipe::of,
            TextRecipe.TYPE,
            TextRecipe::of,
            NextItemRecipe.TYPE,
            NextItemRecipe::of,
            NumberWordsRecipe.TYPE,
            NumberWordsRecipe::of));

    private Recipes() {}

    /**
     * Makes a recipe of any type.
     *
     * @param file the file of the recipe, for messages
     * @param keys the keys and values
     * @throws ConfigException if the type is missing or unknown, or a key or value is not valid; the message names the
     *     file
     */
    static Recipe<?, ?> of(Path file, Map<String, String> keys) {
        String type = keys.getOrDefault(CommonRecipe.TYPE, "");
        Function<Map<String, String>, Recipe<?, ?>> constructor = TYPES.get(type);
        if (constructor == null) {
            throw new ConfigException(
                    file + ": " + CommonRecipe.TYPE + " is \"" + type + "\"; it must be one of " + TYPES.keySet());
        }
        try {
            return constructor.apply(keys);
        } catch (ConfigException e) {
            throw (ConfigException) new ConfigException(file + ": " + e.getMessage()).initCause(e);
        }
    }
}
