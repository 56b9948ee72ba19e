package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.text.TextMetrics.OfDocuments;
import io.sluice.offline.training.text.TextMetrics.OfTexts;
import io.sluice.offline.training.text.TextMetrics.OfTurns;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextCardTest {
    private static final OfTexts TEXTS = new OfTexts("films", 10, 0.5, 0.8, 0.7, 0.05, 0.1, 0.9);
    private static final OfDocuments DOCUMENTS = new OfDocuments("reviews", 4, 0.5, 0.5, 0.5, 0.75, 0.75);

    @Test
    void whatWasNotMeasuredIsNotOnTheCard() {
        assertThat(card(new TextMetrics(List.of(), List.of(DOCUMENTS), null)))
                .contains("**Whole reviews**", "| reviews | 4 | 0.500 |")
                .doesNotContain("**Texts**", "**Turns**");
        assertThat(card(new TextMetrics(List.of(TEXTS), List.of(), new OfTurns(1, 0.7, 0, null, null))))
                .contains("**Texts**", "Of 0 turns with enough texts around them", "number none on")
                .doesNotContain("**Whole reviews**");
    }

    @Test
    void anAccuracyOfNoTextsIsNone() {
        OfTexts unsure = new OfTexts("films", 10, 0.5, 0.8, 0.7, 0.05, 1, null);
        assertThat(card(new TextMetrics(List.of(unsure), List.of(), null))).contains("| 1.000 | none |");
    }

    @Test
    void theLimitsAreTheRecipes() {
        Map<String, String> keys = TinySamples.recipe();
        keys.put("limits", "It was made up.");
        assertThat(card(keys, new TextMetrics(List.of(TEXTS), List.of(), null)))
                .contains("It was made up.")
                .doesNotContain("phrases about products", "emoji");
    }

    @Test
    void aModelThatIsNoBetterThanAConstantGuessIsDoubted() {
        OfTexts worthless = new OfTexts("films", 10, 0.5, 0.5, 0.5, 0.05, 0.1, 0.5);
        OfDocuments backwards = new OfDocuments("reviews", 4, 0.5, 0.5, 0.5, 0.75, 0.25);
        assertThat(new TextMetrics(List.of(worthless), List.of(backwards), null).doubts())
                .containsExactly(
                        "it is right on 0.5000 of films; always giving the most frequent label is on 0.5000",
                        "it is right on 0.2500 of reviews; always giving the most frequent label is on 0.5000");
        assertThat(new TextMetrics(List.of(TEXTS), List.of(DOCUMENTS), null).doubts())
                .isEmpty();
    }

    @Test
    void aSummaryNamesWhatWasMeasured() {
        assertThat(new TextMetrics(List.of(), List.of(DOCUMENTS), null).summary())
                .isEqualTo("accuracy reviews 0.7500");
        assertThat(new TextMetrics(List.of(TEXTS), List.of(), new OfTurns(1, 0.7, 0, null, null)).summary())
                .isEqualTo("accuracy films 0.8000; running mood of streams 0.700, no turns");
    }

    private static String card(TextMetrics figures) {
        return card(TinySamples.recipe(), figures);
    }

    private static String card(Map<String, String> keys, @Nullable TextMetrics figures) {
        Evidence<TextMetrics> evidence =
                new Evidence<>(1, List.of(), List.of(), new TextMetrics(List.of(), List.of(), null), figures);
        keys.put("validation.share", "0.1");
        return new TextCard(TextRecipe.of(keys), 100, evidence).text();
    }
}
