package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.model.Bundle;
import io.sluice.model.StepModel;
import io.sluice.offline.dataset.SessionFile;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The two forms that {@code sluice train} writes: PyTorch and ONNX Runtime give the same predictions. */
class TrainOnnxTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The tolerance of golden vectors, of numbers that are probabilities or below 10. */
    private static final Offset<Double> CLOSE = Offset.offset(2e-5);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final SplittableRandom random = new SplittableRandom(5);

    private int run(List<String> args) {
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        return commands.execute(args.toArray(String[]::new));
    }

    private void train(String recipe, Path data, List<String> changes) {
        List<String> args =
                new ArrayList<>(List.of("train", recipe, "--data", data.toString(), "--out", bundle().toString()));
        changes.forEach(change -> args.addAll(List.of("--set", change)));
        assertThat(run(args)).as(err.toString()).isZero();
    }

    private Path bundle() {
        return folder.resolve("bundle");
    }

    private Path onnx() {
        return bundle().resolve("onnx");
    }

    private void trainWords(String cell, int layers) throws IOException {
        Path data = Files.createDirectories(folder.resolve("words"));
        Files.writeString(data.resolve("words.tsv"), "one\t1\nsix\t6\nagain\tlast\nbefore\tbefore\nfirst\tfirst\n");
        train(
                "models/number-words/recipe.properties",
                data,
                List.of("hidden=16", "speakers=200", "words=6", "epochs=2", "cell=" + cell, "cell.layers=" + layers));
    }

    @ParameterizedTest
    @CsvSource({"gru, 1", "gru, 2", "lstm, 1", "lstm, 2"})
    void wordsHaveTheSameLabelsInBothForms(String cell, int layers) throws IOException {
        trainWords(cell, layers);
        assertSamePredictions(events("text", List.of("one", "six", "again", "before", "first", "seven", "o n e")));
    }

    @ParameterizedTest
    @CsvSource({"gru, 1, false", "lstm, 2, true"})
    void textsHaveTheSameLabelsInBothForms(String cell, int layers, boolean context) throws IOException {
        List<String> mails = new ArrayList<>(List.of("label,text"));
        for (int i = 0; i < 60; i++) {
            mails.add("ham,\"see you at lunch, friend " + i % 7 + "\"");
            mails.add("spam,\"win a free prize, now " + i % 5 + "\"");
        }
        train(
                "models/sentiment/recipe.properties",
                Files.write(folder.resolve("mails.csv"), mails),
                List.of(
                        "hidden=16",
                        "pairs=1009",
                        "epochs=2",
                        "labels=ham,spam",
                        "cell=" + cell,
                        "cell.layers=" + layers,
                        "label.context=" + context));
        assertSamePredictions(events(
                "text", List.of("win a prize", "see you at lunch", "a free friend 3", "now now now", "unheard-of")));
    }

    @ParameterizedTest
    @CsvSource({"gru, 1", "lstm, 2"})
    void itemsHaveTheSameRanksInBothForms(String cell, int layers) throws IOException {
        Path data = Files.createDirectories(folder.resolve("clicks"));
        List<String> visits = new ArrayList<>();
        List<String> clicks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int start = random.nextInt(40);
            visits.add(
                    "i" + start + " i" + (start + 1) % 40 + " i" + (start + random.nextInt(1, 4)) % 40 + " i" + i % 9);
            clicks.add("i" + random.nextInt(45));
        }
        Files.write(data.resolve("train_sessions.txt"), visits);
        assertThat(SessionFile.read(data.resolve("train_sessions.txt"))).hasSize(200);
        train(
                "models/next-item/recipe.properties",
                data,
                List.of("hidden=16", "rules=8", "samples=16", "epochs=2", "cell=" + cell, "cell.layers=" + layers));
        assertSamePredictions(events("item", clicks));
    }

    /** Returns a file of 90 events of four keys. Most events are of one key, so they make runs. */
    private Path events(String field, List<String> values) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            lines.add(JSON.writeValueAsString(JSON.createObjectNode()
                    .put("key", i % 3 > 0 ? "hot" : "k" + i % 9)
                    .put("timestamp", 1_700_000_000_000L + i * 1000L)
                    .put(field, values.get(random.nextInt(values.size())))));
        }
        return Files.write(folder.resolve("events.jsonl"), lines);
    }

    private void assertSamePredictions(Path events) throws IOException {
        assertThat(err.toString()).contains("forms: " + bundle() + " runs on PyTorch, and " + onnx());
        LoadedBundle loaded = LoadedBundle.open(onnx(), "cpu");
        assertThat(loaded.engine()).startsWith("ONNX Runtime");
        assertThat(loaded.goldenDifference()).isLessThan(1e-5 * largestGoldenNumber(loaded.bundle()));
        assertThat(loaded.rowDifference()).isZero();
        assertThat(loaded.runDifference()).isZero();
        try (StepModel model = loaded.newStepModel(512)) {
            assertThat(model.longestRun()).isEqualTo(64);
        }
        List<JsonNode> ofTorch = predictions(bundle(), events);
        List<JsonNode> ofOnnx = predictions(onnx(), events);
        assertThat(ofTorch).hasSize(90);
        assertThat(ofOnnx).hasSize(90);
        for (int i = 0; i < ofTorch.size(); i++) {
            assertClose("event " + i, ofOnnx.get(i), ofTorch.get(i));
        }
    }

    /** Returns the largest number of the golden states and outputs; 1 if they are smaller. */
    private static double largestGoldenNumber(Bundle bundle) {
        return bundle.golden().keys().stream()
                .flatMap(key ->
                        Stream.concat(key.state().stream(), key.y().stream().flatMap(List::stream)))
                .mapToDouble(Math::abs)
                .reduce(1, Math::max);
    }

    private List<JsonNode> predictions(Path model, Path events) throws IOException {
        Path file = folder.resolve("predictions.jsonl");
        assertThat(run(List.of(
                        "score",
                        events.toString(),
                        "--model",
                        model.toString(),
                        "--key-field",
                        "key",
                        "--out",
                        file.toString())))
                .as(err.toString())
                .isZero();
        List<JsonNode> predictions = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            predictions.add(JSON.readTree(line));
        }
        return predictions;
    }

    private static void assertClose(String place, JsonNode actual, JsonNode expected) {
        if (expected.isFloatingPointNumber()) {
            assertThat(actual.asDouble()).as(place).isCloseTo(expected.asDouble(), CLOSE);
        } else if (expected.isContainerNode()) {
            assertThat(actual.size()).as(place).isEqualTo(expected.size());
            expected.properties()
                    .forEach(field ->
                            assertClose(place + "/" + field.getKey(), actual.get(field.getKey()), field.getValue()));
            for (int i = 0; expected.isArray() && i < expected.size(); i++) {
                assertClose(place + "/" + i, actual.get(i), expected.get(i));
            }
        } else {
            assertThat(actual).as(place).isEqualTo(expected);
        }
    }

    /** A pipeline that changes its engine starts its keys again, unless its user says that states are carried over. */
    @Test
    void statesOfTheTwoFormsHaveTheSameLayoutAndOtherFingerprints() throws IOException {
        trainWords("lstm", 1);
        LoadedBundle torch = LoadedBundle.open(bundle(), "cpu");
        LoadedBundle onnx = LoadedBundle.open(onnx(), "cpu");
        assertThat(onnx.bundle().fingerprint()).isNotEqualTo(torch.bundle().fingerprint());
        assertThat(onnx.bundle().manifest().sizes())
                .isEqualTo(torch.bundle().manifest().sizes());
        assertThat(onnx.bundle().golden().keys())
                .isEqualTo(torch.bundle().golden().keys());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rnn", "gru-attention", "transformer", "lstm-peephole"})
    void aCellWithoutAnOperatorStaysTorchScriptAlone(String cell) throws IOException {
        trainWords(cell, 1);
        assertThat(err.toString()).contains("forms: PyTorch alone, no ONNX: the cell " + cell + " has no form");
        assertThat(onnx()).doesNotExist();
    }

    @Test
    void aFolderWithAnOldOnnxBundleIsNoPlaceForANewModel() throws IOException {
        Files.writeString(Files.createDirectories(onnx()).resolve("model.json"), "{}");
        assertThat(run(List.of(
                        "train",
                        "models/number-words/recipe.properties",
                        "--data",
                        "models/number-words",
                        "--out",
                        bundle().toString())))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--out " + bundle() + " holds a bundle already");
    }
}
