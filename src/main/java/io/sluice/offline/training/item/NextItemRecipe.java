package io.sluice.offline.training.item;

import io.sluice.Internal;
import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model that learns to predict the next click. An example is a {@link ClickSession}. */
@Internal
public record NextItemRecipe(NextItemSettings model) implements Recipe<ClickSession, NextItemMetrics> {
    public static final String TYPE = "next-item";

    /**
     * Reads a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws org.apache.kafka.common.config.ConfigException if a key is missing or unknown, or a value is invalid
     */
    public static NextItemRecipe of(Map<String, String> properties) {
        return new NextItemRecipe(NextItemSettings.read(properties));
    }

    /** Returns the names of all keys. */
    public static Set<String> keys() {
        return NextItemSettings.keys();
    }

    @Override
    public CommonRecipe settings() {
        return model.common();
    }

    @Override
    public String folder() {
        return "a folder that holds a file of sessions (.txt or .tsv)";
    }

    @Override
    public Corpus<ClickSession> read(Path data) throws IOException {
        return SessionFiles.read(data, model.files(), model.share());
    }

    /** Returns false for a session of one click, which has nothing to predict. */
    @Override
    public boolean mayBeHeldBack(ClickSession example) {
        return example.items().size() > 1;
    }

    @Override
    public NextItemLearner learner(List<ClickSession> examples, long seed) {
        return new NextItemLearner(model, examples, seed);
    }
}
