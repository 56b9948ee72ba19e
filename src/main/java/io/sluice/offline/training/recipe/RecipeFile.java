package io.sluice.offline.training.recipe;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** Reads and writes the file {@code recipe.properties}, of any type of recipe. */
public final class RecipeFile {
    private RecipeFile() {}

    /**
     * Reads the keys and values of a recipe.
     *
     * @throws ConfigException if it is not a file, not UTF-8, or not in the format of Java properties
     */
    public static Map<String, String> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file
                    + " is not a file; give the file of a recipe, such as models/sensor-anomaly/recipe.properties");
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (MalformedInputException e) {
            throw (ConfigException) new ConfigException(file + " is not UTF-8; save it as UTF-8").initCause(e);
        } catch (IllegalArgumentException e) { // a malformed Unicode escape
            throw (ConfigException) new ConfigException(file + ": " + e.getMessage()).initCause(e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    /**
     * Copies a recipe and changes some of its keys. The copy is sorted by key and has no comments.
     *
     * @throws ConfigException if {@code recipe} cannot be read
     */
    public static void copy(Path recipe, Map<String, String> changes, Path to) throws IOException {
        Map<String, String> changed = new TreeMap<>(read(recipe));
        changed.putAll(changes);
        Files.writeString(to, text(changed));
    }

    /** Returns keys and values as the text of a recipe, sorted by key and without comments. */
    public static String text(Map<String, String> keys) throws IOException {
        Properties properties = new Properties();
        properties.putAll(keys);
        StringWriter text = new StringWriter();
        properties.store(text, null); // writes the time as a comment in the first line
        return text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
