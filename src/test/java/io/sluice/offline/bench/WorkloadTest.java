package io.sluice.offline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkloadTest {
    private static String value(Workload workload) {
        return new String(workload.next().value(), StandardCharsets.UTF_8);
    }

    private static Workload workload(EventTime times) {
        return new Workload(List.of("a", "b"), new KeyMix(100, 0.99, 0), times);
    }

    @Test
    void anEventHasATimeInIso8601AndAReadingOfEachChannel() {
        assertThat(value(workload(EventTime.ISO)))
                .matches("\\{\"timestamp\":\"2026-03-01T12:00:00Z\",\"a\":-?[0-9.E-]+,\"b\":-?[0-9.E-]+}");
    }

    @Test
    void aTimeMayBeANumber() {
        assertThat(value(workload(EventTime.MILLIS))).startsWith("{\"timestamp\":1772366400000,\"a\":");
    }

    @Test
    void theSameArgumentsGiveTheSameEvents() {
        Workload one = workload(EventTime.ISO);
        Workload other = workload(EventTime.ISO);
        for (int i = 0; i < 100; i++) {
            Workload.KeyedEvent event = one.next();
            assertThat(event).usingRecursiveComparison().isEqualTo(other.next());
        }
    }
}
