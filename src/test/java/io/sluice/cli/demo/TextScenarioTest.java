package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.offline.simulation.LabelTurn;
import io.sluice.offline.simulation.Mood;
import io.sluice.offline.simulation.Post;
import io.sluice.offline.simulation.Tone;
import io.sluice.offline.simulation.Turn;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextScenarioTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TextScenario scenario = new TextScenario(1, meters);
    private long step;

    @Test
    void anEventIsATextThatScoresItsPrediction() {
        DemoScenario.Event event = scenario.next();

        assertThat(event.step()).isEqualTo(1);
        assertThat(event.json()).contains("\"text\":");
        assertThat(event.scorer()
                        .apply(prediction("positive", "negative", false))
                        .columns())
                .contains(event.key());
    }

    @Test
    void aTurnIsSeenAtTheTextThatConfirmsIt() {
        for (int i = 0; i < 3; i++) {
            assertThat(score(Mood.POSITIVE, Tone.POSITIVE, "positive", "positive"))
                    .isNull();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(score(Mood.NEGATIVE, Tone.NEGATIVE, "negative", "positive"))
                    .isNull();
        }
        score(Mood.NEGATIVE, Tone.NEGATIVE, "negative", "negative");
        score(Mood.NEGATIVE, Tone.NEGATIVE, "negative", "negative");

        assertThat(score(Mood.NEGATIVE, Tone.NEGATIVE, "negative", "negative"))
                .isEqualTo(new LabelTurn(LabelTurn.Kind.SEEN, Mood.NEGATIVE, 3));
        assertThat(scenario.findings().status()).isEqualTo("1 mood turn: 1 seen, 0 missed; 0 false turns");
        assertThat(scenario.truth()).singleElement().satisfies(turn -> {
            assertThat(turn.title()).isEqualTo("the mood turns negative");
            assertThat(turn.fromStep()).isEqualTo(4);
            assertThat(turn.goesOn()).isTrue();
            assertThat(turn.delay()).isEqualTo(3);
        });
        assertThat(scenario.findings().summary())
                .containsSubsequence(
                        "  running label 66.7 % correct, compared with the author's mood",
                        "  turns         1 mood turn: 1 seen, 0 missed",
                        "  false turns   0",
                        "  delay         median 3.0 texts (4 h 30 min), at most 3 texts from the first text in a new mood"
                                + " to the first with its label");
    }

    @Test
    void theLabelOfATextIsComparedWithItsToneUnlessMixed() {
        score(Mood.POSITIVE, Tone.POSITIVE, "positive", "positive");
        score(Mood.POSITIVE, Tone.NEGATIVE, "positive", "positive");
        score(Mood.POSITIVE, Tone.NEGATIVE, "negative", "positive");
        score(Mood.POSITIVE, Tone.MIXED, "negative", "positive");
        scenario.score(post(Mood.POSITIVE, Tone.NEGATIVE), prediction("positive", "positive", true));

        assertThat(scenario.findings().summary())
                .containsSubsequence(
                        "  text label    50.0 % correct, of 4 negative or positive texts",
                        "                66.7 % correct if the model is sure; it is unsure about 20.0 % of all texts");
    }

    @Test
    void textsThatThePipelineCutsAreCounted() {
        meters.counter("sluice.texts.cut").increment(7);

        assertThat(scenario.findings().summary()).contains("  cut off       7 texts longer than the model's input");
    }

    @Test
    void anInjectedTurnComesWithTheAuthorsNextText() {
        scenario.inject("anna", "turn");
        DemoScenario.Event event = scenario.next();
        while (!event.key().equals("anna") || event.step() < 2) {
            assertThat(event.scorer().apply(prediction("positive", "positive", false)))
                    .isNotNull();
            event = scenario.next();
        }
        assertThat(event.scorer().apply(prediction("positive", "positive", false)))
                .isNotNull();
        assertThat(scenario.truth()).extracting(Truth::key, Truth::fromStep).containsExactly(tuple("anna", 2L));
        assertThatThrownBy(() -> scenario.inject("nobody", "turn")).hasMessage("there is no author nobody");
        assertThatThrownBy(() -> scenario.inject("anna", "stuck"))
                .hasMessage("there is no fault stuck; the only one is turn");
    }

    @Test
    void theSummaryWorksWithoutEvents() {
        assertThat(scenario.findings().summary())
                .contains(
                        "  cut off       0 texts longer than the model's input",
                        "  turns         0 mood turns: 0 seen, 0 missed",
                        "  delay         none, because no turn was seen")
                .anyMatch(line -> line.startsWith("  text label    - % correct, of 0 "));
    }

    @Test
    void aLabelThatIsNotAMoodIsAnError() {
        assertThatThrownBy(() -> score(Mood.POSITIVE, Tone.POSITIVE, "positive", "neutral"))
                .hasMessageContaining("no mood \"neutral\"; the moods are negative and positive");
    }

    private @Nullable LabelTurn score(Mood mood, Tone tone, String text, String running) {
        return scenario.score(post(mood, tone), prediction(text, running, false))
                .confirmed();
    }

    private @Nullable Mood before;

    /** The next text of one author, who writes every 90 minutes. */
    private Post post(Mood mood, Tone tone) {
        step++;
        Instant time = START.plus(Duration.ofMinutes(90 * step));
        Turn turn = before == null || before == mood ? null : new Turn("anna", time, step, before, mood);
        before = mood;
        return new Post("anna", time, step, "", "{}", mood, tone, turn);
    }

    private static JsonNode prediction(String text, String running, boolean unsure) {
        ObjectNode prediction = JsonNodeFactory.instance.objectNode();
        ObjectNode classification =
                prediction.putObject("classification").put("label", text).put("unsure", unsure);
        classification.putObject("probabilities").put(text, 0.8);
        classification
                .putObject("running")
                .put("label", running)
                .putObject("probabilities")
                .put(running, 0.7);
        return prediction;
    }
}
