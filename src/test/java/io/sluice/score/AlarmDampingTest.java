package io.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AlarmDampingTest {
    @Test
    void anAlarmReducesRaritiesForThousandsOfEvents() {
        AlarmDamping damping = new AlarmDamping(8, 0.3);
        damping.alarm();
        assertThat(damping.dampen(9)).isEqualTo(9 - 8.3, within(1e-6));
        for (int event = 0; event < 10_000; event++) {
            damping.passEvent();
        }
        assertThat(damping.dampen(9)).isEqualTo(9 - 0.3 / Math.E, within(1e-3));
    }
}
