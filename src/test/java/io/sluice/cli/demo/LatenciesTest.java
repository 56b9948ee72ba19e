package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void aPercentileIsTheSmallestValueThatCoversItsShare() {
        for (int millis = 100; millis >= 1; millis--) {
            latencies.add(TimeUnit.MILLISECONDS.toNanos(millis));
        }

        assertThat(latencies.percentile(50)).isEqualTo(50);
        assertThat(latencies.percentile(99)).isEqualTo(99);
        assertThat(latencies.percentile(100)).isEqualTo(100);
    }

    @Test
    void aLatencyBeyondTheMaximumCountsAsTheMaximum() {
        latencies.add(TimeUnit.HOURS.toNanos(1));

        assertThat(latencies.percentile(50)).isEqualTo(Latencies.MAX_MILLIS);
    }

    @Test
    void thePercentileWithoutEventsIsZero() {
        assertThat(latencies.percentile(50)).isZero();
    }
}
