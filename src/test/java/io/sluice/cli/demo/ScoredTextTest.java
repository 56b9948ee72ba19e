package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.demo.TextPrediction.Label;
import io.sluice.offline.simulation.LabelTurn;
import io.sluice.offline.simulation.LabelTurn.Kind;
import io.sluice.offline.simulation.Mood;
import io.sluice.offline.simulation.Post;
import io.sluice.offline.simulation.Tone;
import io.sluice.offline.simulation.Turn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoredTextTest {
    private static final Instant TIME = Instant.parse("2026-03-04T12:30:05Z");
    private static final Turn TURN = new Turn("anna", TIME, 20, Mood.NEGATIVE, Mood.POSITIVE);
    private static final TextPrediction UNSURE =
            new TextPrediction(new Label("negative", 0.55), true, new Label("positive", 0.9));
    private static final TextPrediction SURE =
            new TextPrediction(new Label("positive", 0.934), false, new Label("positive", 0.9));

    @Test
    void aTextFillsTheColumnsOfTheHeading() {
        assertThat(ScoredText.HEADING)
                .isEqualTo("event time      author   this text             author so far  excerpt");
        assertThat(scored(SURE, "Lovely.", null, null).columns())
                .startsWith("03-04 12:30:05  anna     positive 0.93         positive 0.90  Lovely.");
    }

    @Test
    void anUnsurePredictionIsMarked() {
        assertThat(scored(UNSURE, "", null, null).columns()).contains("  anna     negative 0.55 unsure  positive 0.90");
    }

    @Test
    void onlyTheBeginningOfALongTextIsShown() {
        assertThat(excerpt("\u0007one\ntwo" + "x".repeat(100))).isEqualTo(" one two" + "x".repeat(27) + "…");
        assertThat(excerpt("😀".repeat(36))).isEqualTo("😀".repeat(36));
        assertThat(excerpt("😀".repeat(37))).isEqualTo("😀".repeat(35) + "…");
        assertThat(excerpt("short")).isEqualTo("short" + " ".repeat(31));
    }

    @Test
    void turnsOfTheMoodAndOfTheLabelHaveNotes() {
        assertThat(notes(null, null)).isEmpty();
        assertThat(notes(TURN, null)).isEqualTo("@|yellow mood: turns positive|@");
        assertThat(notes(null, new LabelTurn(Kind.SEEN, Mood.POSITIVE, 0)))
                .isEqualTo("@|bold,green SEEN|@ positive at once");
        assertThat(notes(null, new LabelTurn(Kind.SEEN, Mood.NEGATIVE, 3)))
                .isEqualTo("@|bold,green SEEN|@ negative after 3 texts");
        assertThat(notes(null, new LabelTurn(Kind.FALSE, Mood.NEGATIVE, 0)))
                .isEqualTo("@|bold,red FALSE TURN|@ to negative");
        assertThat(notes(null, new LabelTurn(Kind.BACK, Mood.POSITIVE, 0))).isEqualTo("back to positive");
        assertThat(notes(TURN, new LabelTurn(Kind.FALSE, Mood.NEGATIVE, 0)))
                .isEqualTo("@|yellow mood: turns positive|@; @|bold,red FALSE TURN|@ to negative");
    }

    private static String excerpt(String text) {
        String columns = scored(SURE, text, null, null).columns();
        return columns.substring(ScoredText.HEADING.indexOf("excerpt"));
    }

    private static String notes(@Nullable Turn turn, @Nullable LabelTurn confirmed) {
        return String.join("; ", scored(SURE, "", turn, confirmed).notes());
    }

    private static ScoredText scored(
            TextPrediction prediction, String text, @Nullable Turn turn, @Nullable LabelTurn confirmed) {
        Post post = new Post("anna", TIME, 20, text, "{}", Mood.POSITIVE, Tone.POSITIVE, turn);
        return new ScoredText(prediction, post, confirmed);
    }
}
