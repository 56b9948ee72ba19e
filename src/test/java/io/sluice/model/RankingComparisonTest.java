package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankingComparisonTest {
    private static final List<Float> EXPECTED = List.of(7f, 5f, 9f, -1f, -2f, -2.5f);

    private final RankingComparison comparison = new RankingComparison(3);

    private double largest(Float... found) {
        double largest = 0;
        for (int i = 0; i < EXPECTED.size(); i++) {
            largest = Math.max(largest, comparison.difference(EXPECTED, List.of(found), i));
        }
        return largest;
    }

    @Test
    void theSameRankingHasNoDifference() {
        assertThat(largest(7f, 5f, 9f, -1f, -2f, -2.5f)).isZero();
    }

    @Test
    void aScoreDiffersByItsDifference() {
        assertThat(largest(7f, 5f, 9f, -1f, -2.25f, -2.5f)).isEqualTo(0.25);
    }

    @Test
    void itemsThatChangePlacesDifferByTheirScores() {
        assertThat(largest(7f, 9f, 5f, -1f, -2f, -2.5f)).isEqualTo(0.5);
        assertThat(largest(5f, 7f, 9f, -1f, -2f, -2.5f)).isEqualTo(1);
    }

    @Test
    void anIdNextToTheExpectedOneIsNoCloserThanAnyOther() {
        assertThat(largest(8f, 5f, 9f, -1f, -2f, -2.5f)).isEqualTo(largest(40f, 5f, 9f, -1f, -2f, -2.5f));
    }

    @Test
    void anItemFromOutsideMayTakeTheLastPlaceIfItIsTied() {
        assertThat(largest(7f, 5f, 4f, -1f, -2f, -2.4999f)).isCloseTo(1e-4, within(1e-6));
        assertThat(largest(7f, 4f, 5f, -1f, -2f, -2f)).isEqualTo(0.5);
    }

    @Test
    void theToleranceOfAnIdIsRelativeToItsScore() {
        assertThat(comparison.magnitude(EXPECTED, 1)).isEqualTo(-2f);
        assertThat(comparison.magnitude(EXPECTED, 4)).isEqualTo(-2f);
    }
}
