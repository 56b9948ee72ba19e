package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.demo.DemoScenario.Event;
import io.sluice.cli.demo.DemoScenario.Findings;
import io.sluice.cli.demo.DemoScenario.Scored;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoTallyTest {
    private static final long MILLI = 1_000_000;
    private static final Findings FINDINGS = new Findings("", List.of());

    private final DemoTally tally = new DemoTally(0);

    @Test
    void aPredictionIsJudgedByItsOwnEvent() {
        tally.sending(event("pump-01", 7), 0);
        tally.sending(event("pump-01", 8), 0);
        tally.sending(event("pump-02", 8), 0);

        assertThat(tally.received(prediction("pump-01", 8), 7 * MILLI).columns())
                .isEqualTo("pump-01 8 as 0.8");
        assertThat(tally.figures(FINDINGS).medianMillis()).isEqualTo(7);
    }

    @Test
    void aSecondPredictionOfAnEventIsAnError() {
        tally.sending(event("pump-01", 1), 0);
        tally.received(prediction("pump-01", 1), MILLI);

        assertThatThrownBy(() -> tally.received(prediction("pump-01", 1), MILLI))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("step 1 of pump-01");
    }

    @Test
    void anEventIsOutstandingUntilItIsPredictedOrADeadLetter() {
        tally.sending(event("pump-01", 1), 0);
        tally.sending(event("pump-01", 0), 0);
        assertThat(tally.outstanding()).isEqualTo(2);

        tally.received(prediction("pump-01", 1), MILLI);
        assertThat(tally.outstanding()).isEqualTo(1);

        tally.deadLetter("no-channel");
        assertThat(tally.outstanding()).isZero();
    }

    @Test
    void timeRunsToTheLastPrediction() {
        tally.sending(event("pump-01", 1), 0);
        tally.sending(event("pump-01", 0), 0);
        tally.received(prediction("pump-01", 1), 2_000 * MILLI);
        tally.deadLetter("no-channel");

        DemoSummary figures = tally.figures(FINDINGS);
        assertThat(figures.seconds()).isEqualTo(2);
        assertThat(figures.events()).isEqualTo(2);
        assertThat(figures.predictions()).isEqualTo(1);
        assertThat(figures.deadLetters()).containsExactly(Map.entry("no-channel", 1L));
    }

    private static Event event(String key, long step) {
        return new Event(key, step, "{}", prediction -> new Verdict(key + " " + step, prediction));
    }

    private static byte[] prediction(String key, long step) {
        String json = "{\"key\": \"%s\", \"step\": %d, \"score\": 0.8}".formatted(key, step);
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private record Verdict(String event, JsonNode prediction) implements Scored {
        @Override
        public String columns() {
            return event + " as " + prediction.path("score");
        }

        @Override
        public List<String> notes() {
            return List.of();
        }
    }
}
