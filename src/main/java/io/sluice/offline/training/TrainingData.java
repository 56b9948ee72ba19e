package io.sluice.offline.training;

import io.sluice.offline.training.loop.Metrics;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.EventSource;
import io.sluice.offline.training.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The data of a training: a folder, or a user's own events. */
public sealed interface TrainingData {
    /**
     * Returns a recipe for these data.
     *
     * @param recipe the keys and values of a recipe
     * @param learnsFromEvents true if models of its type learn from events
     */
    Map<String, String> adapt(Map<String, String> recipe, boolean learnsFromEvents);

    /** Returns the options, each after a space, with which other commands read a file of such data. */
    String fileOptions();

    /** Returns the JSON pointer to the key of an event that a pipeline needs; empty if the records have their keys. */
    Optional<String> keyPointer();

    /** Reads the data as a recipe needs it. */
    <E, F extends Metrics> Corpus<E> read(Recipe<E, F> recipe) throws IOException;

    /** A folder in the layout of the recipe. */
    record Folder(Path path) implements TrainingData {
        @Override
        public Map<String, String> adapt(Map<String, String> recipe, boolean learnsFromEvents) {
            return recipe;
        }

        @Override
        public String fileOptions() {
            return "";
        }

        @Override
        public Optional<String> keyPointer() {
            return Optional.empty();
        }

        @Override
        public <E, F extends Metrics> Corpus<E> read(Recipe<E, F> recipe) throws IOException {
            return recipe.read(path);
        }
    }

    /** A user's own events. What the recipe says of its own data does not hold for them. */
    record Events(EventSource source) implements TrainingData {
        private static final String SET = "data.set";
        private static final List<String> OF_OTHER_DATA = List.of(
                SET, "data.files", "data.layout", "data.licence", "data.attribution", "data.weight", "limits", "note");

        /** Keys with a value for each data set. A user's events are one set, which takes the first. */
        private static final List<String> BY_SET = List.of("words.cost", "characters.cost");

        @Override
        public Map<String, String> adapt(Map<String, String> recipe, boolean learnsFromEvents) {
            if (!learnsFromEvents) {
                return recipe;
            }
            Map<String, String> adapted = new TreeMap<>(recipe);
            adapted.keySet().removeAll(OF_OTHER_DATA);
            BY_SET.forEach(key -> adapted.computeIfPresent(key, (unused, values) -> values.split(",", 2)[0]));
            adapted.put(SET, source.name().replace(',', '_')); // a comma separates the names of sets
            return adapted;
        }

        @Override
        public String fileOptions() {
            return source.fileOptions();
        }

        @Override
        public Optional<String> keyPointer() {
            return Optional.ofNullable(source.keyPointer());
        }

        @Override
        public <E, F extends Metrics> Corpus<E> read(Recipe<E, F> recipe) throws IOException {
            return recipe.read(source);
        }
    }
}
