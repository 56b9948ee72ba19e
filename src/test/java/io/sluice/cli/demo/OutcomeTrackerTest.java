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

class OutcomeTrackerTest {
    private static final long MILLI = 1_000_000;
    private static final Findings FINDINGS = new Findings("", List.of());

    private final OutcomeTracker tracker = new OutcomeTracker();

    @Test
    void aPredictionIsComparedWithItsOwnEvent() {
        tracker.sending(event("pump-01", 7), 0);
        tracker.sending(event("pump-01", 8), 0);
        tracker.sending(event("pump-02", 8), 0);

        assertThat(tracker.predicted(prediction("pump-01", 8), 7 * MILLI)
                        .orElseThrow()
                        .columns())
                .isEqualTo("pump-01 8 as 0.8");
        assertThat(tracker.summary(FINDINGS).medianMillis()).isEqualTo(7);
    }

    @Test
    void thePastDoesNotCountForTheLatency() {
        tracker.filling(event("pump-01", 1));
        tracker.sending(event("pump-01", 2), 0);
        tracker.predicted(prediction("pump-01", 1), 900 * MILLI);
        tracker.predicted(prediction("pump-01", 2), 7 * MILLI);
        assertThat(tracker.summary(FINDINGS).slowMillis()).isEqualTo(7);
    }

    @Test
    void aSecondPredictionOfAnEventIsAnErrorAtTheEnd() {
        tracker.sending(event("pump-01", 1), 0);
        tracker.predicted(prediction("pump-01", 1), MILLI);
        tracker.requireExactlyOnce();
        assertThat(tracker.predicted(prediction("pump-01", 1), MILLI)).isEmpty();
        assertThat(tracker.delivery().doubled()).isEqualTo(1);
        assertThat(tracker.outstanding()).isZero();
        assertThatThrownBy(tracker::requireExactlyOnce)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("predicted 1 twice");
    }

    @Test
    void aPredictionOfNoEventIsAnError() {
        assertThatThrownBy(() -> tracker.predicted(prediction("pump-01", 1), MILLI))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("step 1 of key pump-01");
    }

    @Test
    void anEventIsOutstandingUntilItIsPredictedOrADeadLetter() {
        tracker.sending(event("pump-01", 1), 0);
        tracker.sending(event("pump-01", 0), 0);
        assertThat(tracker.outstanding()).isEqualTo(2);

        tracker.predicted(prediction("pump-01", 1), MILLI);
        assertThat(tracker.outstanding()).isEqualTo(1);

        tracker.deadLetter("no-channel");
        assertThat(tracker.outstanding()).isZero();
    }

    @Test
    void theTimeEndsAtTheLastPrediction() {
        tracker.sending(event("pump-01", 1), 0);
        tracker.sending(event("pump-01", 0), 0);
        tracker.predicted(prediction("pump-01", 1), 2_000 * MILLI);
        tracker.deadLetter("no-channel");

        DemoSummary summary = tracker.summary(FINDINGS);
        assertThat(summary.seconds()).isEqualTo(2);
        assertThat(summary.events()).isEqualTo(2);
        assertThat(summary.predictions()).isEqualTo(1);
        assertThat(summary.deadLetters()).containsExactly(Map.entry("no-channel", 1L));
    }

    private static Event event(String key, long step) {
        return new Event(key, step, "{}", prediction -> new ScoredStep(key + " " + step, prediction));
    }

    private static byte[] prediction(String key, long step) {
        String json = "{\"key\": \"%s\", \"step\": %d, \"score\": 0.8}".formatted(key, step);
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private record ScoredStep(String event, JsonNode prediction) implements Scored {
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
