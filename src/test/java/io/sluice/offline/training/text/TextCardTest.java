package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.text.TextMetrics.DocumentScores;
import io.sluice.offline.training.text.TextMetrics.TextScores;
import io.sluice.offline.training.text.TextMetrics.TurnScores;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextCardTest {
    private static final TextScores TEXTS = new TextScores("films", 10, 0.5, 0.8, 0.7, 0.05, 0.1, 0.9);
    private static final DocumentScores DOCUMENTS = new DocumentScores("reviews", 4, 0.5, 0.5, 0.5, 0.75, 0.75);

    @Test
    void theCardLeavesOutWhatWasNotMeasured() {
        assertThat(card(new TextMetrics(List.of(), List.of(DOCUMENTS), null)))
                .contains("**Whole reviews**", "| reviews | 4 | 0.500 |")
                .doesNotContain("**Texts**", "**Turns**");
        assertThat(card(new TextMetrics(List.of(TEXTS), List.of(), new TurnScores(1, 0.7, 0, null, null))))
                .contains(
                        "**Texts**", "Of 0 turns with at least 5 texts before and 8 after", "the median delay is none")
                .doesNotContain("**Whole reviews**");
    }

    @Test
    void anAccuracyOfNoTextsIsNone() {
        TextScores unsure = new TextScores("films", 10, 0.5, 0.8, 0.7, 0.05, 1, null);
        assertThat(card(new TextMetrics(List.of(unsure), List.of(), null))).contains("| 1.000 | none |");
    }

    @Test
    void theCardHasTheLimitsOfTheRecipe() {
        Map<String, String> keys = TinySamples.recipe();
        keys.put("limits", "It was made up.");
        assertThat(card(keys, new TextMetrics(List.of(TEXTS), List.of(), null)))
                .contains("It was made up.")
                .doesNotContain("phrases about products", "emoji");
    }

    @Test
    void aModelThatIsNoBetterThanAConstantPredictionIsDoubted() {
        TextScores worthless = new TextScores("films", 10, 0.5, 0.5, 0.5, 0.05, 0.1, 0.5);
        DocumentScores backwards = new DocumentScores("reviews", 4, 0.5, 0.5, 0.5, 0.75, 0.25);
        assertThat(new TextMetrics(List.of(worthless), List.of(backwards), null).doubts())
                .containsExactly(
                        "its accuracy on films is 0.5000; always predicting the most frequent label has 0.5000",
                        "its accuracy on reviews is 0.2500; always predicting the most frequent label has 0.5000");
        assertThat(new TextMetrics(List.of(TEXTS), List.of(DOCUMENTS), null).doubts())
                .isEmpty();
    }

    @Test
    void theSummaryNamesWhatWasMeasured() {
        assertThat(new TextMetrics(List.of(), List.of(DOCUMENTS), null).summary())
                .isEqualTo("accuracy reviews 0.7500");
        assertThat(new TextMetrics(List.of(TEXTS), List.of(), new TurnScores(1, 0.7, 0, null, null)).summary())
                .isEqualTo("accuracy films 0.8000; running mood of synthetic authors 0.700, no turns");
    }

    private static String card(TextMetrics metrics) {
        return card(TinySamples.recipe(), metrics);
    }

    private static String card(Map<String, String> keys, @Nullable TextMetrics metrics) {
        Evidence<TextMetrics> evidence =
                new Evidence<>(1, List.of(), List.of(), new TextMetrics(List.of(), List.of(), null), metrics);
        keys.put("validation.share", "0.1");
        return new TextCard(TextSettings.read(keys), 100, evidence).text();
    }
}
