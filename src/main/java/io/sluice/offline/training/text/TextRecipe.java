package io.sluice.offline.training.text;

import io.sluice.Internal;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.EventSource;
import io.sluice.offline.training.recipe.Recipe;
import io.sluice.offline.training.recipe.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A text model that learns the label of a text and the mood of its author. An example is a {@link LabelledSample}. */
@Internal
public record TextRecipe(TextSettings model) implements Recipe<LabelledSample, TextMetrics> {
    public static final String TYPE = "text-mood";

    /**
     * Reads a recipe.
     *
     * @param properties the keys and values of a {@code recipe.properties}
     * @throws org.apache.kafka.common.config.ConfigException if a key is missing or unknown, or a value is invalid
     */
    public static TextRecipe of(Map<String, String> properties) {
        return new TextRecipe(TextSettings.read(properties));
    }

    @Override
    public CommonRecipe settings() {
        return model.common();
    }

    @Override
    public String folder() {
        return "a folder that holds one folder for each set of data.set, for example "
                + model.sets().get(0) + "/" + SampleFiles.TABLE + " with the columns label and text";
    }

    @Override
    public Corpus<LabelledSample> read(Path data) throws IOException {
        return SampleFiles.read(
                data, model.sets(), model.labels(), model.common().validationShare());
    }

    @Override
    public boolean learnsFromEvents() {
        return true;
    }

    @Override
    public Corpus<LabelledSample> read(EventSource events) throws IOException {
        return EventTexts.read(events, model);
    }

    /** Holds back the late threads, and of all other samples an even share. */
    @Override
    public Split<LabelledSample> validation(List<LabelledSample> examples) {
        List<LabelledSample> threads = examples.stream()
                .filter(sample -> sample.kind() == LabelledSample.Kind.THREAD)
                .toList();
        List<LabelledSample> others = examples.stream()
                .filter(sample -> sample.kind() != LabelledSample.Kind.THREAD)
                .toList();
        Split<LabelledSample> even = others.isEmpty() ? new Split<>(others, others) : Recipe.super.validation(others);
        return new Split<>(
                Stream.concat(even.learned().stream(), threads.stream().filter(sample -> !sample.late()))
                        .toList(),
                Stream.concat(even.held().stream(), threads.stream().filter(LabelledSample::late))
                        .toList());
    }

    @Override
    public TextLearner learner(List<LabelledSample> examples, long seed) throws IOException {
        return TextLearner.learn(model, examples, seed);
    }
}
