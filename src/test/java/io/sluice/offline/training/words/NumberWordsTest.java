package io.sluice.offline.training.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.offline.training.Training;
import io.sluice.offline.training.TrainingRequest;
import io.sluice.offline.training.loop.Quiet;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.RecipeFile;
import io.sluice.offline.training.words.DigitWord.Meaning;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberWordsTest {
    private static final Path SHIPPED = Path.of("models/number-words");

    @TempDir
    private Path folder;

    @Test
    void aWordMeansTheDigitOfItsListOrOfAnEarlierWord() throws IOException {
        Map<String, String> list = Files.readAllLines(SHIPPED.resolve(NumberWords.FILE)).stream()
                .collect(Collectors.toMap(row -> row.split("\t", -1)[0], row -> row.split("\t", -1)[1]));
        List<DigitWord> sequence = NumberWords.read(SHIPPED).draw(2000, new SplittableRandom(4));
        for (int i = 0; i < sequence.size(); i++) {
            int digit = sequence.get(i).digit();
            switch (list.get(sequence.get(i).word())) {
                case "last" -> assertThat(digit).isEqualTo(sequence.get(i - 1).digit());
                case "before" -> assertThat(digit).isEqualTo(sequence.get(i - 2).digit());
                case "first" -> assertThat(digit).isEqualTo(sequence.get(0).digit());
                default -> assertThat(list.get(sequence.get(i).word())).isEqualTo(Integer.toString(digit));
            }
        }
        assertThat(sequence.stream().map(DigitWord::meaning).distinct()).hasSize(Meaning.values().length);
    }

    @Test
    void allWordsOfTheListDifferInTheirFirstTenLetters() throws IOException {
        assertThat(NumberWords.read(SHIPPED).all()).allMatch(word -> word.length() <= NumberWordsModule.LETTERS);
        assertThat(NumberWords.read(SHIPPED).all()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"one 1, has no tab", "one\t12, \"12\" is not a meaning", "one\t1, no word means last"})
    void anInvalidListIsRejected(String row, String message) throws IOException {
        Files.writeString(folder.resolve(NumberWords.FILE), row + "\n");
        assertThatThrownBy(() -> NumberWords.read(folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(NumberWords.FILE)
                .hasMessageContaining(message);
    }

    @Test
    void trainingWritesABundleThatLoadsAndRemembers() throws IOException {
        Path list = folder.resolve("list");
        Files.createDirectory(list);
        Files.writeString(
                list.resolve(NumberWords.FILE), "one\t1\nsix\t6\nagain\tlast\nbefore\tbefore\nfirst\tfirst\n");
        Path recipe = Files.writeString(folder.resolve("recipe.properties"), """
                recipe=number-words
                name=tiny
                hidden=32
                speakers=600
                words=6
                epochs=10
                learning.rate=0.02
                validation.share=0.1
                data.set=simulated speakers
                data.licence=none
                """);
        Path out = folder.resolve("out");
        Path report = folder.resolve("report.json");
        Training.run(new TrainingRequest(recipe, list, out, 3, false, 0, report), Quiet.LISTENER, () -> false);

        LoadedBundle bundle = LoadedBundle.open(out, "cpu");
        assertThat(bundle.rowDifference()).isZero();
        assertThat(bundle.bundle().manifest().trainedOn().get(0).files()).isEqualTo(1);
        NumberWordsRecipe read = NumberWordsRecipe.of(RecipeFile.read(recipe));
        NumberWordsMetrics unseen =
                read.learner(List.of(), 3).measure(Files.readAllBytes(out.resolve("model.pt")), unseen(list));
        assertThat(unseen.named()).as(unseen.summary()).isGreaterThan(0.95);
        assertThat(unseen.last()).as(unseen.summary()).isGreaterThan(0.8);
    }

    private static List<DigitSequence> unseen(Path list) throws IOException {
        NumberWords words = NumberWords.read(list);
        SplittableRandom random = new SplittableRandom(99);
        return random.ints(200)
                .mapToObj(i -> new DigitSequence(words.draw(6, random)))
                .toList();
    }
}
