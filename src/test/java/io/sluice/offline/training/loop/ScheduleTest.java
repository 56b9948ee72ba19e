package io.sluice.offline.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.training.tracker.Tracker;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void aCosineFallsFromTheLearningRateToZero() {
        Tracker tracker = Schedule.COSINE.tracker(0.1, 100, 0);
        assertThat(tracker.getNewValue(1)).isGreaterThan(0.09f);
        assertThat(tracker.getNewValue(100)).isLessThan(0.001f);
    }

    @Test
    void dataWithoutASingleBatchIsTooSmall() {
        assertThatThrownBy(() -> Schedule.COSINE.tracker(0.1, 0, 0))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("too small");
    }
}
