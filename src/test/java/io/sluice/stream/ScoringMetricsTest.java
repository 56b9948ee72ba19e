package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.sluice.engine.ServingModel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScoringMetricsTest {
    private static final ServingModel SPEC = TestModels.spec("value");
    private static final long FIRST = 1_772_323_200_000L;

    private static PipelineDriver pipeline() {
        return new PipelineDriver(SPEC, () -> new ReadingModel(SPEC.manifest().sizes()), Map.of());
    }

    private static PipelineDriver.Input reading(long time, double value) {
        return PipelineDriver.event("pump", time, "{\"value\":" + value + "}");
    }

    @Test
    void theLatencyIsTheTimeFromTheRecordsTimestampUntilItsPrediction() {
        try (PipelineDriver driver = pipeline()) {
            driver.advanceWallClock(Duration.ofSeconds(10));
            driver.process(reading(7_500, 1));
            driver.process(reading(60_000, 1)); // in the future
            Timer latency = driver.registry().get("sluice.event.latency").timer();
            assertThat(latency.count()).isEqualTo(2);
            assertThat(latency.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2_500);
            assertThat(latency.max(TimeUnit.MILLISECONDS)).isEqualTo(2_500);
        }
    }

    private static PipelineDriver.Input at(String key, int second, String headerToReset) {
        PipelineDriver.Input event =
                PipelineDriver.event(key, 100_000, "{\"value\":1,\"timestamp\":" + (FIRST + second * 1000L) + "}");
        if (!headerToReset.isEmpty()) {
            event.record().headers().add(headerToReset, "true".getBytes(StandardCharsets.UTF_8));
        }
        return event;
    }

    private static List<PipelineDriver.Input> disordered() {
        return List.of(
                at("a", 10, ""),
                at("b", 5, ""), // earlier, but the first of its key
                at("a", 10, ""), // the same time is not late
                at("a", 9, ""), // late
                at("a", 8, "sluice-reset"), // the key starts again
                at("a", 7, ""), // late
                at("a", 9, ""),
                at("b", 6, ""));
    }

    @Test
    void anEventOlderThanTheLatestOfItsKeyIsCountedAsLateAndScored() {
        try (PipelineDriver driver = pipeline()) {
            driver.poll(disordered());
            assertThat(driver.count("sluice.events.late")).isEqualTo(2);
            assertThat(driver.predictions()).hasSize(disordered().size());
        }
    }

    @Test
    void aMissingValueAndAMissingTimeAreCounted() {
        ServingModel pair = TestModels.spec("value", "other");
        try (PipelineDriver driver =
                new PipelineDriver(pair, () -> new ReadingModel(pair.manifest().sizes()), Map.of())) {
            driver.poll(List.of(
                    PipelineDriver.event("pump", 1_000, "{\"value\":1,\"timestamp\":" + FIRST + "}"),
                    PipelineDriver.event("pump", 2_000, "{\"value\":1,\"other\":null}"),
                    PipelineDriver.event("pump", 3_000, "{\"value\":1,\"other\":2,\"timestamp\":null}")));
            assertThat(driver.registry()
                            .get("sluice.values.missing")
                            .tag("channel", "other")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(driver.registry()
                            .get("sluice.values.missing")
                            .tag("channel", "value")
                            .counter()
                            .count())
                    .isZero();
            assertThat(driver.count("sluice.events.untimed")).isEqualTo(2);
        }
    }

    @Test
    void theStoredStateAloneKnowsTheLatestTime() {
        try (PipelineDriver driver = pipeline()) {
            disordered().forEach(driver::process); // nothing is read ahead, so each event starts from the store
            assertThat(driver.count("sluice.events.late")).isEqualTo(2);
        }
    }

    @Test
    void anIncidentIsCountedWhenItOpensAndWhenItCloses() {
        try (PipelineDriver driver = pipeline()) {
            List<PipelineDriver.Input> events = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                events.add(reading(i * 1000L, i % 10 / 10.0));
            }
            events.add(reading(60_000, 50));
            driver.poll(events);
            assertThat(driver.count("sluice.incidents.opened")).isEqualTo(1);
            assertThat(driver.count("sluice.incidents.closed")).isZero();

            events.clear();
            for (int i = 0; i < 60; i++) {
                events.add(reading((61 + i) * 1000L, i % 10 / 10.0));
            }
            driver.poll(events);
            assertThat(driver.count("sluice.incidents.opened")).isEqualTo(1);
            assertThat(driver.count("sluice.incidents.closed")).isEqualTo(1);
        }
    }
}
