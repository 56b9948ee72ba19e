package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TaskClockTest {
    private final AtomicBoolean connected = new AtomicBoolean(true);
    private final TaskClock clock = new TaskClock(connected::get);

    @Test
    void wallClockTimePassesOnlyWithoutRecords() {
        assertThat(clock.time(10_000, 500)).isEqualTo(500);
        assertThat(clock.time(10_900, 500)).isEqualTo(500);
        assertThat(clock.time(11_000, 500)).isEqualTo(1500);
        assertThat(clock.time(12_100, 500)).isEqualTo(2600);
        clock.processed();
        assertThat(clock.time(13_000, 700)).isEqualTo(700);
        assertThat(clock.time(14_000, 700)).isEqualTo(1700);
    }

    @Test
    void noTimePassesWithoutABroker() {
        clock.time(0, 0);
        connected.set(false);
        assertThat(clock.time(1000, 0)).isZero();
        assertThat(clock.time(2000, 0)).isZero();
        connected.set(true);
        assertThat(clock.time(3000, 0)).isEqualTo(1000);
    }

    @Test
    void aProcessThatStoodStillGainsTwoSecondsAtMost() {
        clock.time(0, 0);
        assertThat(clock.time(3_600_000, 0)).isEqualTo(2000);
    }
}
