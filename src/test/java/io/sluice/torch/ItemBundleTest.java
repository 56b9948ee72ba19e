package io.sluice.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.model.RankedOutput;
import io.sluice.model.Vocabulary;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemBundleTest {
    @TempDir
    Path directory;

    @BeforeEach
    void writeBundle() throws IOException {
        ItemBundle.write(directory);
    }

    private void rewrite(String file, String from, String to) throws IOException {
        Path path = directory.resolve(file);
        String text = Files.readString(path);
        assertThat(text).containsPattern(from);
        Files.writeString(path, text.replaceFirst(from, to));
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> LoadedBundle.open(directory, "cpu"))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("model " + directory + ": ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aBundleOfItemsReproducesItsGoldenVectorsAndHasItsVocabulary() {
        LoadedBundle bundle = LoadedBundle.open(directory, "cpu");

        assertThat(bundle.goldenDifference()).isZero();
        assertThat(bundle.rowDifference()).isZero();
        assertThat(bundle.tokenizer()).isNull();
        assertThat(bundle.bundle().vocabulary().item(ItemBundle.ITEMS)).isEqualTo("item-48");
    }

    @Test
    void onlyItemsThatAreAlmostTiedMayChangePlaces() throws IOException {
        Manifest manifest = Bundle.open(directory).manifest();
        String golden = Files.readString(directory.resolve("golden.json"));
        assertThat(golden).contains("\"y\" : [ [ ");
        int y = golden.indexOf("\"y\" : [ [ ") + 10;
        String[] row = golden.substring(y, golden.indexOf(']', y)).trim().split(", ");
        assertThat(row).hasSize(manifest.sizes().output());
        String first = row[0];
        row[0] = row[1];
        row[1] = first;
        Files.writeString(
                directory.resolve("golden.json"),
                golden.substring(0, y) + String.join(", ", row) + golden.substring(golden.indexOf(']', y)));
        refused("golden.json is not reproduced: key key-0 stepped with others, step 1, y[0]: expected " + row[0]);

        rewrite("golden.json", "\"absolute\" : [^,]+", "\"absolute\" : 0.5");
        assertThat(LoadedBundle.open(directory, "cpu").goldenDifference()).isBetween(1e-3, 0.5);
    }

    @Test
    void aVocabularyThatIsMissingOrRepeatsAnItemIsRefused() throws IOException {
        rewrite("vocabulary.txt", "item-3\n", "item-2\n");
        refused("vocabulary.txt has the item \"item-2\" in line 2 and in line 3");
        Files.delete(directory.resolve("vocabulary.txt"));
        refused("there is no vocabulary.txt");
    }

    @Test
    void aVocabularyOfMoreItemsThanTheModuleHasEmbeddingsForIsRefused() throws IOException {
        rewrite("vocabulary.txt", "item-48\n", "item-48\nitem-49\n");
        refused("the model does not accept the id 49, the largest of vocabulary.txt: ");
    }

    @Test
    void aVocabularyOfFewerItemsThanTheModuleRanksIsRefused() throws IOException {
        Files.writeString(directory.resolve("vocabulary.txt"), "a\nb\nc\n");
        refused("the output ranks 32 items, and vocabulary.txt has 3; it must rank all of them");
    }

    @Test
    void aRankingOfTooFewItemsIsRefused() throws IOException {
        byte[] module = ItemBundle.module();
        Manifest short19 = ItemBundle.manifest(module, 19);
        assertThatThrownBy(() -> Bundle.write(
                        directory,
                        short19,
                        module,
                        ItemBundle.vocabulary().toBytes(),
                        ItemBundle.madeUp(short19.sizes())))
                .isInstanceOf(BundleException.class)
                .hasMessage("the output ranks 19 items, and vocabulary.txt has 48; it must rank from 20 to 48");
    }

    @Test
    void goldenRowsMustBeRankings() throws IOException {
        rewrite("golden.json", "\"y\" : \\[ \\[ [0-9.]+", "\"y\" : [ [ 49.0");
        refused("golden.json, key key-0 has a y that is not a ranking; a ranking is 32 different ids from 1 to 48");
    }

    @Test
    void theOutputsMustHaveTheNamesOfARanking() throws IOException {
        rewrite("model.json", "score\\.32", "score.33");
        refused("the task ranking needs \"item.1\" to \"item.K\" and then \"score.1\" to \"score.K\"");
    }

    @Test
    void aRowIsOneId() throws IOException {
        rewrite("model.json", "\"input\" : 1", "\"input\" : 2");
        refused("sizes.input is 2, but a row of an item input is one id; set sizes.input to 1");
    }

    @Test
    void aRankingNeedsItems() {
        Manifest items = Bundle.open(directory).manifest();
        assertThatThrownBy(() -> RankedOutput.of(new Manifest(
                        items.format(),
                        items.name(),
                        items.version(),
                        items.task(),
                        items.weights(),
                        items.sizes(),
                        new Manifest.Input.Text("tokenizer.json", 1),
                        items.output(),
                        items.scoring(),
                        items.trainedOn())))
                .isInstanceOf(BundleException.class)
                .hasMessage("the task is ranking, but input.kind is text; a ranking needs input.kind item");
    }

    @Test
    void anotherOrderOfItemsGivesAnotherFingerprint() throws IOException {
        long before = Bundle.open(directory).fingerprint();
        String reversed = IntStream.range(0, ItemBundle.ITEMS)
                .mapToObj(i -> "item-" + (ItemBundle.ITEMS - i) + "\n")
                .collect(Collectors.joining());
        Files.writeString(directory.resolve("vocabulary.txt"), reversed);
        assertThat(Bundle.open(directory).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void theBytesOfAVocabularyEqualItsFile() throws IOException {
        Vocabulary vocabulary = Bundle.open(directory).vocabulary();
        assertThat(new String(vocabulary.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(directory.resolve("vocabulary.txt")));
    }
}
