package io.sluice.score.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final Repeats repeats = new Repeats();

    @Test
    void aRepeatIsRareWhereReadingsUsuallyChange() {
        for (int i = 0; i < 500; i++) {
            assertThat(repeats.add(i)).isZero();
        }
        assertThat(repeats.add(499)).isGreaterThan(5);
    }

    @Test
    void aSensorOfFewLevelsMayRepeatItself() {
        for (int i = 0; i < 500; i++) {
            repeats.add(Math.floor(i / 10.0));
        }
        assertThat(repeats.add(49)).isLessThan(0.2);
    }

    @Test
    void theFirstReadingRepeatsNothing() {
        assertThat(repeats.add(0)).isZero();
    }
}
