package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.sluice.engine.ServingModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScoringMetricsTest {
    private static final ServingModel SPEC = TestModels.spec("value");

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
