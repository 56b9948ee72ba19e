package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.DemoTally.Scored;
import io.sluice.simulation.Fault;
import io.sluice.simulation.FaultKind;
import io.sluice.simulation.FaultReport.Tally;
import io.sluice.simulation.SensorEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DemoTallyTest {
    private static final long MILLI = 1_000_000;
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final Fault SHIFT = new Fault("pump-01", FaultKind.LEVEL_SHIFT, "value", 100, 119);

    private final DemoTally tally = new DemoTally(0);

    @Test
    void aPredictionMeetsItsEventAndItsTruth() {
        tally.sending(event(100, SHIFT), 0);

        Scored scored = tally.received(prediction(100, true), 7 * MILLI);

        assertThat(scored.reading()).isEqualTo(81.2);
        assertThat(scored.begins()).isEqualTo(SHIFT);
        assertThat(scored.explanation()).isEqualTo(SHIFT);
        assertThat(tally.figures().medianMillis()).isEqualTo(7);
        assertThat(tally.figures().faults().total()).isEqualTo(new Tally(1, 0, 0));
    }

    @Test
    void anAlertWithoutAFaultIsFalse() {
        tally.sending(event(99, null), 0);

        assertThat(tally.received(prediction(99, true), MILLI).explanation()).isNull();
        assertThat(tally.figures().faults().falseAlerts()).isEqualTo(1);
    }

    @Test
    void aPredictionThatOpensNoIncidentIsNoAlert() {
        tally.sending(event(101, SHIFT), 0);

        Scored scored = tally.received(prediction(101, false), MILLI);

        assertThat(scored.begins()).isNull();
        assertThat(scored.explanation()).isNull();
        assertThat(tally.figures().faults().alerts()).isZero();
        assertThat(tally.figures().faults().total()).isEqualTo(new Tally(0, 0, 1));
    }

    @Test
    void aSecondPredictionOfAnEventIsAnError() {
        tally.sending(event(1, null), 0);
        tally.received(prediction(1, false), MILLI);

        assertThatThrownBy(() -> tally.received(prediction(1, false), MILLI))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("step 1 of pump-01");
    }

    @Test
    void anEventIsOutstandingUntilItIsPredictedOrADeadLetter() {
        tally.sending(event(1, null), 0);
        tally.sending(event(0, null), 0);
        assertThat(tally.outstanding()).isEqualTo(2);

        tally.received(prediction(1, false), MILLI);
        assertThat(tally.outstanding()).isEqualTo(1);

        tally.deadLetter("no-channel");
        assertThat(tally.outstanding()).isZero();
    }

    @Test
    void timeRunsToTheLastPrediction() {
        tally.sending(event(1, null), 0);
        tally.sending(event(0, null), 0);
        tally.received(prediction(1, false), 2_000 * MILLI);
        tally.deadLetter("no-channel");

        DemoFigures figures = tally.figures();
        assertThat(figures.seconds()).isEqualTo(2);
        assertThat(figures.events()).isEqualTo(2);
        assertThat(figures.predictions()).isEqualTo(1);
        assertThat(figures.deadLetters()).containsExactly(Map.entry("no-channel", 1L));
    }

    private static SensorEvent event(long step, @Nullable Fault fault) {
        return new SensorEvent("pump-01", TIME, step, Map.of("value", 81.2), "{}", fault);
    }

    private static SensorPrediction prediction(long step, boolean opened) {
        return new SensorPrediction("pump-01", TIME, step, 0.5, 80, opened, opened);
    }
}
