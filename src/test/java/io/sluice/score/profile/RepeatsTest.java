package io.sluice.score.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final Repeats repeats = new Repeats();

    RepeatsTest() {
        repeats.read(ByteBuffer.allocate(Repeats.BYTES));
    }

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

    @Test
    void aRunIsRarerThanARepeatWhereNoneWasSoLong() {
        for (int i = 0; i < 500; i++) {
            repeats.add(i % 50 == 0 ? i - 1 : i);
        }
        double first = repeats.add(499);
        double second = repeats.add(499);
        assertThat(second).isLessThanOrEqualTo(first);
        assertThat(repeats.add(499)).isGreaterThan(2 * second).isLessThanOrEqualTo(10);
    }

    @Test
    void aRunAsLongAsTwoEarlierOnesIsOrdinary() {
        for (int i = 0; i < 2000; i++) {
            repeats.add(i < 10 ? 0 : i); // nine repeats
        }
        repeats.add(1999);
        double single = repeats.add(1999);
        for (int i = 3; i <= 18; i++) {
            assertThat(repeats.add(1999)).as("repeat " + i).isLessThan(single);
        }
        assertThat(repeats.add(1999)).isGreaterThan(single);
    }

    @Test
    void aChannelThatNeverChangedIsNotStuck() {
        for (int i = 0; i < 500; i++) {
            assertThat(repeats.add(7)).isLessThan(1);
        }
    }
}
