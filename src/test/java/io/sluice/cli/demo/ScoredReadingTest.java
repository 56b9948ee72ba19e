package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.simulation.Fault;
import io.sluice.offline.simulation.FaultKind;
import io.sluice.offline.simulation.SensorEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoredReadingTest {
    private static final Instant TIME = Instant.parse("2026-03-04T12:30:05Z");
    private static final Fault SHIFT = new Fault("pump-01", FaultKind.LEVEL_SHIFT, List.of("value"), 100, 119);

    @Test
    void aReadingFillsTheColumnsOfTheHeading() {
        assertThat(List.of(
                        ScoredReading.heading(1),
                        scored(prediction(0.41, 80.0, false), 7, null, null).columns()))
                .containsExactly(
                        "event time      key         value  expected  score",
                        "03-04 12:30:05  pump-01     81.20     80.00  0.410 ####......");
    }

    @Test
    void aMissingForecastIsADash() {
        assertThat(scored(prediction(0, null, false), 1, null, null).columns()).endsWith(" -  0.000 ..........");
    }

    @Test
    void alertsAndTheStartsOfFaultsHaveNotes() {
        assertThat(scored(99, false, null, null).notes()).isEmpty();
        assertThat(scored(100, false, SHIFT, null).notes())
                .containsExactly("@|yellow fault: level shift begins, 20 events|@");
        assertThat(scored(101, false, SHIFT, null).notes()).isEmpty();
        assertThat(scored(103, true, SHIFT, SHIFT).notes())
                .containsExactly("@|bold,red ALERT|@ level shift after 3 events");
        assertThat(scored(122, true, null, SHIFT).notes())
                .containsExactly("@|bold,red ALERT|@ after the end of level shift");
        assertThat(scored(200, true, null, null).notes())
                .containsExactly("@|bold,red ALERT|@ false: no fault was injected");
    }

    @Test
    void anAlertAtTheFirstFaultyEventHasTwoNotes() {
        assertThat(scored(100, true, SHIFT, SHIFT).notes())
                .containsExactly(
                        "@|yellow fault: level shift begins, 20 events|@", "@|bold,red ALERT|@ level shift at once");
    }

    @Test
    void theChannelWithTheLargestShareIsShown() {
        assertThat(List.of(ScoredReading.heading(2), twoChannels(0.75, "speed").columns()))
                .containsExactly(
                        "event time      key      channel         share    value  expected  score",
                        "03-04 12:30:05  pump-01  speed            75 %  1480.00   1500.00  0.990 ##########");
        assertThat(twoChannels(0.25, "speed").columns()).contains("flow             75 %        -         -");
    }

    @Test
    void anAlertThatNamesAHealthyChannelHasANote() {
        assertThat(twoChannels(0.75, "speed").notes())
                .containsExactly("@|bold,red ALERT|@ offset of speed and power after 3 events");
        assertThat(twoChannels(0.25, "speed").notes())
                .containsExactly("@|bold,red ALERT|@ offset of speed and power after 3 events, but names flow");
    }

    /** Returns an alert of two channels, in which {@code channel} has this share. */
    private static ScoredReading twoChannels(double share, String channel) {
        Fault offset = new Fault("pump-01", FaultKind.OFFSET, List.of("speed", "power"), 100, 119);
        SensorPrediction prediction = new SensorPrediction(
                0.99, Map.of("speed", 1500.0), Map.of(channel, share, "flow", 1 - share), true, 0.99);
        SensorEvent event = new SensorEvent("pump-01", TIME, 103, Map.of("speed", 1480.0), "{}", offset);
        return new ScoredReading(prediction, event, offset);
    }

    private static SensorPrediction prediction(double score, @Nullable Double expected, boolean opened) {
        return new SensorPrediction(
                score, expected == null ? Map.of() : Map.of("value", expected), Map.of("value", 1.0), opened, score);
    }

    private static ScoredReading scored(long step, boolean opened, @Nullable Fault truth, @Nullable Fault explanation) {
        return scored(prediction(0.5, 80.0, opened), step, truth, explanation);
    }

    private static ScoredReading scored(
            SensorPrediction prediction, long step, @Nullable Fault truth, @Nullable Fault explanation) {
        SensorEvent event = new SensorEvent("pump-01", TIME, step, Map.of("value", 81.2), "{}", truth);
        return new ScoredReading(prediction, event, explanation);
    }
}
