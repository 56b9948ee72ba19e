package io.sluice.offline.training;

import io.sluice.offline.training.recipe.Recipe;
import io.sluice.offline.training.recipe.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;

/**
 * The recipe of a request: its file, adapted to the data, with the changes of the user.
 *
 * @param recipe the recipe
 * @param keys its keys and values
 * @param text its text, which is that of the file if nothing was changed
 */
record RequestedRecipe(Recipe<?, ?> recipe, Map<String, String> keys, String text) {
    RequestedRecipe {
        keys = Map.copyOf(keys);
    }

    /**
     * Reads the recipe of a request.
     *
     * @throws ConfigException if the recipe is not valid
     */
    static RequestedRecipe of(TrainingRequest request) throws IOException {
        Map<String, String> file = RecipeFile.read(request.recipe());
        Recipe<?, ?> given = Recipes.of(request.recipe(), with(file, request.changes()));
        Map<String, String> keys = with(request.data().adapt(file, given.learnsFromEvents()), request.changes());
        return new RequestedRecipe(
                Recipes.of(request.recipe(), keys),
                keys,
                keys.equals(file) ? Files.readString(request.recipe()) : RecipeFile.text(keys));
    }

    private static Map<String, String> with(Map<String, String> keys, Map<String, String> changes) {
        Map<String, String> changed = new TreeMap<>(keys);
        changed.putAll(changes);
        return changed;
    }
}
