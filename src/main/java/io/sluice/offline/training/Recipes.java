package io.sluice.offline.training;

import io.sluice.offline.training.item.NextItemRecipe;
import io.sluice.offline.training.recipe.Recipe;
import io.sluice.offline.training.sensor.SensorRecipe;
import io.sluice.offline.training.text.TextRecipe;
import io.sluice.offline.training.words.NumberWordsRecipe;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** The types of recipe, by the key {@value #TYPE} of a {@code recipe.properties}. */
public final class Recipes {
    public static final String TYPE = "recipe";

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
     * Reads a recipe.
     *
     * @throws ConfigException where its type is missing or unknown, or a key of it is not what it must be: names the
     *     file
     */
    static Recipe<?, ?> read(Path file) throws IOException {
        Map<String, String> properties = properties(file);
        String type = properties.getOrDefault(TYPE, "");
        Function<Map<String, String>, Recipe<?, ?>> found = TYPES.get(type);
        if (found == null) {
            throw new ConfigException(file + ": " + TYPE + " is \"" + type + "\"; it must be one of " + TYPES.keySet());
        }
        try {
            return found.apply(properties);
        } catch (ConfigException e) {
            throw (ConfigException) new ConfigException(file + ": " + e.getMessage()).initCause(e);
        }
    }

    /**
     * The keys and values of a {@code recipe.properties}.
     *
     * @throws ConfigException where it is no file of properties in UTF-8
     */
    public static Map<String, String> properties(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(
                    file + " is no file; a recipe is a file, as models/sensor-anomaly/recipe.properties");
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (MalformedInputException e) {
            throw (ConfigException) new ConfigException(file + " is not UTF-8").initCause(e);
        } catch (IllegalArgumentException e) { // a broken escape of a character
            throw (ConfigException) new ConfigException(file + ": " + e.getMessage()).initCause(e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    /**
     * Writes a recipe with some keys changed, sorted by key and without comments.
     *
     * @throws ConfigException where {@code recipe} is none
     */
    public static void copy(Path recipe, Map<String, String> changes, Path to) throws IOException {
        Properties changed = new Properties();
        changed.putAll(properties(recipe));
        changed.putAll(changes);
        StringWriter text = new StringWriter();
        changed.store(text, null); // begins with the time, as a comment
        Files.writeString(
                to,
                text.toString()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .sorted()
                        .collect(Collectors.joining("\n", "", "\n")));
    }
}
