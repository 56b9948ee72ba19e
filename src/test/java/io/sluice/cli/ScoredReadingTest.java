package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.simulation.Fault;
import io.sluice.simulation.FaultKind;
import io.sluice.simulation.SensorEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoredReadingTest {
    private static final Instant TIME = Instant.parse("2026-03-04T12:30:05Z");
    private static final Fault SHIFT = new Fault("pump-01", FaultKind.LEVEL_SHIFT, "value", 100, 119);

    @Test
    void aReadingIsInTheColumnsOfTheHeading() {
        assertThat(List.of(
                        ScoredReading.HEADING,
                        scored(new SensorPrediction(0.41, 80, false), 7, null, null)
                                .columns()))
                .containsExactly(
                        "event time      key         value  expected  score",
                        "03-04 12:30:05  pump-01     81.20     80.00  0.410 ####......");
    }

    @Test
    void aForecastThatIsNotThereIsADash() {
        assertThat(scored(new SensorPrediction(0, Double.NaN, false), 1, null, null)
                        .columns())
                .endsWith(" -  0.000 ..........");
    }

    @Test
    void alertsAndTheBeginningsOfFaultsAreNoted() {
        assertThat(scored(99, false, null, null).notes()).isEmpty();
        assertThat(scored(100, false, SHIFT, null).notes())
                .containsExactly("@|yellow fault: level shift begins, 20 events|@");
        assertThat(scored(101, false, SHIFT, null).notes()).isEmpty();
        assertThat(scored(103, true, SHIFT, SHIFT).notes())
                .containsExactly("@|bold,red ALERT|@ level shift after 3 events");
        assertThat(scored(122, true, null, SHIFT).notes())
                .containsExactly("@|bold,red ALERT|@ in the wake of level shift");
        assertThat(scored(200, true, null, null).notes())
                .containsExactly("@|bold,red ALERT|@ false, no fault was injected");
    }

    @Test
    void anAlertAtTheFirstFaultyEventIsSaidBesideItsBeginning() {
        assertThat(scored(100, true, SHIFT, SHIFT).notes())
                .containsExactly(
                        "@|yellow fault: level shift begins, 20 events|@", "@|bold,red ALERT|@ level shift at once");
    }

    private static ScoredReading scored(long step, boolean opened, @Nullable Fault truth, @Nullable Fault explanation) {
        return scored(new SensorPrediction(0.5, 80, opened), step, truth, explanation);
    }

    private static ScoredReading scored(
            SensorPrediction prediction, long step, @Nullable Fault truth, @Nullable Fault explanation) {
        SensorEvent event = new SensorEvent("pump-01", TIME, step, Map.of("value", 81.2), "{}", truth);
        return new ScoredReading(prediction, event, explanation);
    }
}
