package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReplayClockTest {
    @Test
    void intervalsShrinkByTheSpeed() {
        ReplayClock clock = new ReplayClock(300);
        assertThat(clock.due(1_000_000)).isZero();
        assertThat(clock.due(1_300_000)).isEqualTo(Duration.ofSeconds(1));
        assertThat(clock.due(1_300_300)).isEqualTo(Duration.ofMillis(1001));
    }

    @Test
    void anEventOlderThanTheFirstOneIsDueAtOnce() {
        ReplayClock clock = new ReplayClock(0.5);
        assertThat(clock.due(1000)).isZero();
        assertThat(clock.due(0)).isZero();
        assertThat(clock.due(1500)).isEqualTo(Duration.ofSeconds(1));
    }
}
