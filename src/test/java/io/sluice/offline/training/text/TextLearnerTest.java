package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.model.Bundle;
import io.sluice.model.GoldenVectors;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.offline.training.Training;
import io.sluice.offline.training.TrainingRequest;
import io.sluice.offline.training.cell.PythonTorch;
import io.sluice.offline.training.loop.Quiet;
import io.sluice.offline.training.loop.TrainingListener;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLearnerTest {
    @TempDir
    private static Path folder;

    private static Path out;
    private static JsonNode report;

    @BeforeAll
    static void train() throws IOException {
        TinySamples.write(folder.resolve("data"), 60);
        out = folder.resolve("out");
        run(out, Map.of("validation.share", "0.1"));
        report = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    }

    private static void run(Path to, Map<String, String> more) throws IOException {
        run(folder.resolve("data"), to, more, Quiet.LISTENER);
    }

    private static void run(Path data, Path to, Map<String, String> more, TrainingListener listener)
            throws IOException {
        Map<String, String> keys = TinySamples.recipe();
        keys.putAll(more);
        Properties properties = new Properties();
        properties.putAll(keys);
        Path recipe = folder.resolve("recipe.properties");
        try (var writer = Files.newBufferedWriter(recipe)) {
            properties.store(writer, null);
        }
        Training.run(
                new TrainingRequest(recipe, data, to, 7, false, 0, folder.resolve("report.json")),
                listener,
                () -> false);
    }

    @Test
    void unseenTextsAreClassified() {
        JsonNode texts = report.at("/held/texts");
        assertThat(texts).hasSize(2);
        for (JsonNode set : texts) {
            assertThat(set.get("accuracy").asDouble()).as(set.toString()).isGreaterThan(0.8);
        }
    }

    @Test
    void unseenDocumentsAreClassified() {
        JsonNode reviews = report.at("/held/documents/0");
        assertThat(reviews.get("set").textValue()).isEqualTo("reviews");
        assertThat(reviews.get("whole").asDouble()).isGreaterThan(0.8);
    }

    @Test
    void theRunningMoodFollowsTurns() {
        JsonNode turns = report.at("/learned/turns");
        assertThat(turns.get("accuracy").asDouble()).as(turns.toString()).isGreaterThan(0.75);
        assertThat(turns.get("median").asDouble()).as(turns.toString()).isLessThanOrEqualTo(5);
    }

    @Test
    void theWrittenBundleReproducesItsGoldenVectorsAndTexts() {
        LoadedBundle bundle = LoadedBundle.open(out, "cpu");
        assertThat(bundle.bundle().golden().texts()).isNotEmpty();
        assertThat(bundle.bundle().manifest().input().width()).isEqualTo(16);
    }

    @Test
    void theResultOfARowDoesNotDependOnTheOtherRows() {
        try (StepModel model = LoadedBundle.open(out, "cpu").newStepModel(256)) {
            assertThat(Bundle.open(out).measureRows(model, new GoldenVectors.Tolerance(0, 0)))
                    .isZero();
        }
    }

    /** The golden outputs of the bundle come from the sequence form. The test steps, as the pipeline does. */
    @Test
    void theSequenceFormEqualsTheStepForm() {
        Bundle bundle = Bundle.open(out);
        try (StepModel model = LoadedBundle.open(out, "cpu").newStepModel(4)) {
            assertThat(bundle.verify(model, new GoldenVectors.Tolerance(0, 0))).isZero();
        }
    }

    @Test
    void aTextWithoutTokensIsFiniteAndUnsure() {
        try (StepModel model = LoadedBundle.open(out, "cpu").newStepModel(1)) {
            StepBatch batch = model.newBatch(1);
            batch.putState(0, model.initialState(), 0);
            batch.rows(1);
            model.step(batch);
            float[] y = new float[model.sizes().output()];
            batch.getOutput(0, y);
            assertThat((double) y[0] + y[1]).isCloseTo(0, within(1e-6));
            assertThat(Math.abs(y[0])).isLessThan(2);
        }
    }

    @Test
    void pythonOpensTheModuleAndComputesTheSame() throws IOException, InterruptedException {
        PythonTorch.assumePresent();
        String output = PythonTorch.run("""
                import json, sys, torch
                module = torch.jit.load(sys.argv[1] + "/model.pt")
                largest = 0.
                for key in json.load(open(sys.argv[1] + "/golden.json"))["keys"]:
                    state = torch.zeros(1, len(key["state"]))
                    for x, y in zip(key["x"], key["y"]):
                        found, state = module(torch.tensor([x]).long(), state)
                        largest = max(largest, float((found[0] - torch.tensor(y)).abs().max()))
                print("close" if largest < 1e-4 else largest)
                """, out.toString());
        assertThat(output.strip()).isEqualTo("close");
    }

    @Test
    void theCardHasTheMetrics() {
        JsonNode films = report.at("/held/texts/0");
        String row = String.format(
                Locale.ROOT,
                "| films | %d | %.3f | %.3f |",
                films.get("texts").asInt(),
                films.get("majority").asDouble(),
                films.get("accuracy").asDouble());
        assertThat(out.resolve("README.md"))
                .content()
                .contains("# tiny", row, "Measured on every 10th example", "--seed 7");
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        Map<String, String> quick = Map.of("epochs", "1");
        run(folder.resolve("once"), quick);
        run(folder.resolve("again"), quick);
        for (String file : new String[] {"model.pt", "tokenizer.json", "golden.json", "README.md"}) {
            assertThat(folder.resolve("once").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("again").resolve(file));
        }
    }

    @Test
    void aModelThatIsNoBetterThanAConstantPredictionGivesAWarning() throws IOException {
        Path contrary = folder.resolve("contrary");
        TinySamples.write(contrary, 20);
        for (String set : List.of("films", "cameras")) {
            Path table = contrary.resolve(set).resolve(SampleFiles.TABLE);
            Files.writeString(table, "label\ttext\n" + "1\tthe day\n1\tthe day\n0\tthe day\n".repeat(10));
        }
        List<String> lines = new ArrayList<>();
        run(contrary, folder.resolve("worthless"), Map.of("epochs", "1"), Quiet.saying(lines::add));
        assertThat(lines).anyMatch(line -> line.startsWith("warning: this model is of no use: its accuracy on "));
    }

    @Test
    void aHiddenSizeThatIsNotAMultipleOfEightIsRejected() {
        Map<String, String> keys = TinySamples.recipe();
        keys.put("hidden", "12");
        assertThatThrownBy(() -> TextRecipe.of(keys))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("hidden is 12; it must be a multiple of 8");
    }

    @Test
    void aListOfNumbersMustHaveOneForEachSet() {
        Map<String, String> keys = TinySamples.recipe();
        keys.put("words.cost", "1,one,1");
        assertThatThrownBy(() -> TextRecipe.of(keys)).hasMessageContaining("words.cost is [1, one, 1]");
        keys.put("words.cost", "1,0,1");
        assertThatThrownBy(() -> TextRecipe.of(keys))
                .hasMessageContaining("words.cost is [1.0, 0.0, 1.0]", "must be above 0");
        keys.put("words.cost", "1,1");
        assertThatThrownBy(() -> TextRecipe.of(keys))
                .hasMessageContaining("a number of 0 or more for each of the 3 sets");
    }
}
