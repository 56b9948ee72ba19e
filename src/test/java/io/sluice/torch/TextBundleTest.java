package io.sluice.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextBundleTest {
    @TempDir
    Path directory;

    private void rewrite(String file, String from, String to) throws IOException {
        Path path = directory.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> LoadedBundle.open(directory, "cpu"))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("model " + directory + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void aBundleOfTextsReproducesItsGoldenVectorsAndHasItsTokenizer() throws IOException {
        TextBundle.write(directory);

        LoadedBundle bundle = LoadedBundle.open(directory, "cpu");

        assertThat(bundle.goldenDifference()).isBetween(0.0, 1e-6);
        assertThat(bundle.rowDifference()).isZero();
        assertThat(bundle.tokenizer()).isNotNull();
    }

    @Test
    void aStepTakesIdsAndARowDependsOnItsOwnIdsAlone() throws IOException {
        TextBundle.write(directory);
        try (StepModel model = LoadedBundle.open(directory, "cpu").newStepModel(16)) {
            StepBatch alone = model.newBatch(1);
            StepBatch many = model.newBatch(16);
            long[] text = {3, 7, 0, 0, 0, 0, 0, 0};
            alone.putInput(0, text);
            alone.rows(1);
            for (int row = 0; row < 16; row++) {
                many.putInput(row, row == 11 ? text : new long[] {row % 14, 13, 4, 5, 6, 1, 2, 3});
            }
            many.rows(16);
            model.step(alone);
            model.step(many);
            float[] expected = new float[4];
            float[] found = new float[4];
            alone.getOutput(0, expected);
            many.getOutput(11, found);
            assertThat(found).isEqualTo(expected);
            many.getOutput(10, found);
            assertThat(found).isNotEqualTo(expected);
        }
    }

    @Test
    void aTokenizerWithOtherIdsIsRefused() throws IOException {
        TextBundle.write(directory);
        rewrite("tokenizer.json", "\"good\": 3, \"bad\": 4", "\"good\": 4, \"bad\": 3");
        refused("golden.json is not reproduced: the tokens of \"Not a GOOD day!\": expected [9, 2, 3, 7, 13], found");
    }

    @Test
    void aTokenizerWithoutATokenForUnknownWordsIsRefused() throws IOException {
        TextBundle.write(directory);
        rewrite("tokenizer.json", "\"unk_token\": \"[UNK]\"", "\"unk_token\": \"[NONE]\"");
        rewrite("golden.json", "zzz \ud83d\ude00", "good");
        rewrite("golden.json", "[ 1, 1 ]", "[ 3 ]");
        refused("tokenizer.json does not accept every text");
    }

    @Test
    void aModuleWithFewerEmbeddingsThanTokensIsRefused() throws IOException {
        TextBundle.write(directory, 13, TextBundle.tokenizer());
        refused("the model does not accept the id 13, the largest of tokenizer.json: ");
    }

    @Test
    void aMissingTokenizerIsNamed() throws IOException {
        TextBundle.write(directory);
        Files.delete(directory.resolve("tokenizer.json"));
        refused("there is no tokenizer.json");
    }

    @Test
    void aFileThatIsNotATokenizerIsRefused() throws IOException {
        TextBundle.write(directory);
        Files.write(directory.resolve("tokenizer.json"), "not json".getBytes(StandardCharsets.UTF_8));
        refused("the tokenizer cannot be read: ");
    }

    @Test
    void tokensAndInputWidthMustAgree() throws IOException {
        TextBundle.write(directory);
        rewrite("model.json", "\"tokens\" : 8", "\"tokens\" : 9");
        refused("sizes.input is 8, but input.tokens is 9");
    }

    @Test
    void goldenInputsMustBeIds() throws IOException {
        TextBundle.write(directory);
        String golden = Files.readString(directory.resolve("golden.json"));
        Files.writeString(
                directory.resolve("golden.json"), golden.replaceFirst("\"x\" : \\[ \\[ [0-9.]+", "\"x\" : [ [ 1.5"));
        refused("key key-0 has an x that is not an id");
    }

    @Test
    void anotherTokenizerGivesAnotherFingerprint() throws IOException {
        TextBundle.write(directory);
        long before = Bundle.open(directory).fingerprint();
        Files.writeString(directory.resolve("tokenizer.json"), "\n", java.nio.file.StandardOpenOption.APPEND);
        assertThat(Bundle.open(directory).fingerprint()).isNotEqualTo(before);
    }
}
