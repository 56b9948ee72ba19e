package io.sluice.offline.evaluation.tsbad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RunningDeviationTest {
    private final RunningDeviation deviation = new RunningDeviation();

    @Test
    void aReadingIsComparedWithTheEarlierOnesAlone() {
        deviation.next(2);
        deviation.next(4);
        assertThat(deviation.next(6)).isCloseTo(3, within(1e-12)); // mean 3, standard deviation 1
        assertThat(deviation.next(4)).isZero();
    }

    @Test
    void nothingIsFarFromReadingsThatNeverVary() {
        assertThat(deviation.next(5)).isZero();
        assertThat(deviation.next(5)).isZero();
        assertThat(deviation.next(900)).isZero();
        assertThat(deviation.next(900)).isPositive();
    }
}
