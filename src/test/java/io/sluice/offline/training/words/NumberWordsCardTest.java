package io.sluice.offline.training.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.recipe.RecipeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NumberWordsCardTest {
    private static final NumberWordsMetrics LEARNED = new NumberWordsMetrics(900, 0.91, 1, 1, 1, 1);
    private static final NumberWordsMetrics FOLD = new NumberWordsMetrics(100, 0.71, 1, 1, 1, 1);
    private static final NumberWordsMetrics OTHER_FOLD = new NumberWordsMetrics(100, 0.72, 1, 1, 1, 1);

    @Test
    void theCardHasEachFoldAndTheCommandThatMeasuredIt() throws IOException {
        assertThat(card(List.of(FOLD, OTHER_FOLD)))
                .contains("Cross-validation, fold by fold: " + FOLD.summary() + ";\n" + OTHER_FOLD.summary() + ".")
                .contains("--seed 7 --cross-validate 2\n");
    }

    @Test
    void theCardOmitsCrossValidationWithoutFolds() throws IOException {
        assertThat(card(List.of()))
                .doesNotContain("Cross-validation", "--cross-validate")
                .contains("--seed 7\n");
    }

    private static String card(List<NumberWordsMetrics> folds) throws IOException {
        NumberWordsSettings settings =
                NumberWordsSettings.read(RecipeFile.read(Path.of("models/number-words/recipe.properties")));
        return new NumberWordsCard(settings, new Evidence<>(7, List.of(), folds, LEARNED, null)).text();
    }
}
