package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.StepModel;
import io.sluice.offline.training.Training;
import io.sluice.offline.training.TrainingRequest;
import io.sluice.offline.training.loop.Quiet;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains with three labels on authors whose second message has the label of their first one. */
class ThreadLearnerTest {
    private static final int AUTHORS = 400;
    private static final List<String> LABELS = List.of("negative", "neutral", "positive");
    private static final List<String> WORDS = List.of("bad", "thing", "good");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        List<String> rows = new ArrayList<>(List.of("time,user,sentiment,text"));
        for (int author = 0; author < AUTHORS; author++) {
            int label = author % 7 % 3;
            for (int text = 0; text < 2; text++) {
                rows.add("2015-02-16 %02d:%02d:%02d,u%d,%s,%s"
                        .formatted(
                                author / 60,
                                author % 60,
                                text,
                                author,
                                LABELS.get(label),
                                text == 0 ? "it is " + WORDS.get(label) : "as before"));
            }
        }
        Files.createDirectories(folder.resolve("data/tweets"));
        Files.write(folder.resolve("data/tweets/tweets.csv"), rows);
    }

    private static Map<String, String> recipe(boolean context) {
        return new TreeMap<>(Map.of(
                "recipe", TextRecipe.TYPE,
                "name", "threads",
                "labels", String.join(",", LABELS),
                "label.context", Boolean.toString(context),
                "data.set", "tweets",
                "data.licence", "none",
                "hidden", "8",
                "epochs", "15",
                "learning.rate", "0.01",
                "validation.share", "0.125"));
    }

    private static JsonNode train(boolean context, Path out) throws IOException {
        Properties properties = new Properties();
        properties.putAll(recipe(context));
        properties.put("tokens", "16");
        properties.put("pairs", "101");
        Path file = folder.resolve("recipe.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        Path report = folder.resolve("report.json");
        Training.run(
                new TrainingRequest(file, folder.resolve("data"), out, 7, false, 0, report),
                Quiet.LISTENER,
                () -> false);
        return new ObjectMapper().readTree(report.toFile());
    }

    @Test
    void withContextALabelThatDependsOnThePastIsLearned() throws IOException {
        Path out = folder.resolve("context");
        JsonNode texts = train(true, out).at("/held/texts");
        assertThat(texts.get(0).get("set").textValue()).isEqualTo("tweets");
        assertThat(texts.get(0).get("texts").asInt()).isEqualTo(2 * AUTHORS / 8);
        assertThat(texts.get(0).get("accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(texts.get(1).get("set").textValue()).isEqualTo("tweets, running");
        assertThat(texts.get(1).get("accuracy").asDouble()).isGreaterThan(0.9);

        LoadedBundle bundle = LoadedBundle.open(out, "cpu");
        assertThat(bundle.bundle().manifest().output())
                .extracting(Manifest.Output::name)
                .containsExactly(
                        "logit.negative",
                        "logit.neutral",
                        "logit.positive",
                        "running.negative",
                        "running.neutral",
                        "running.positive");
        try (StepModel model = bundle.newStepModel(256)) {
            assertThat(bundle.bundle().measureRows(model, new GoldenVectors.Tolerance(0, 0)))
                    .isZero();
        }
    }

    @Test
    void withoutContextALabelThatDependsOnThePastIsNotLearned() throws IOException {
        JsonNode texts = train(false, folder.resolve("alone")).at("/held/texts");
        assertThat(texts.get(0).get("accuracy").asDouble()).isBetween(0.5, 0.8);
        assertThat(texts.get(1).get("accuracy").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void theRecipeNeedsTwoToEightDifferentLabels() {
        Map<String, String> keys = recipe(false);
        keys.put("labels", "good");
        assertThatThrownBy(() -> TextRecipe.of(keys)).hasMessageContaining("labels is [good]; it must name 2 to 8");
        keys.put("labels", "good,bad,good");
        assertThatThrownBy(() -> TextRecipe.of(keys)).hasMessageContaining("different labels");
    }
}
