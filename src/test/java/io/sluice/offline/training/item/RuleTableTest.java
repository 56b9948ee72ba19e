package io.sluice.offline.training.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTableTest {
    private static final int[] SESSION = {1, 2, 3, 1, 2};
    private static final List<int[]> OTHERS =
            List.of(new int[] {1, 2, 2}, new int[] {1, 3}, new int[] {2, 3, 4}, new int[] {0, 1, 0});

    private static RuleTable learn(List<int[]> sessions, int width) {
        return RuleTable.learn(PairRule.FOLLOWING, sessions, 4, item -> 1, width);
    }

    @Test
    void anItemRecommendsItsFollowersByTheirShareAndNeverItself() {
        RuleTable.OwnPairs none = learn(OTHERS, 4).none();
        // After item 1 come item 2 at the distances 1 and 2 and item 3 at the distance 1.
        assertThat(none.share(1, 2)).isCloseTo(1.5 / 2.5, within(1e-9));
        assertThat(none.share(1, 3)).isCloseTo(1 / 2.5, within(1e-9));
        assertThat(none.share(2, 2)).isZero();
        assertThat(none.hasRules(4)).isFalse();
    }

    @Test
    void thePairsOfASessionAreSubtracted() {
        RuleTable.OwnPairs own = learn(List.of(OTHERS.get(0), OTHERS.get(1), SESSION, OTHERS.get(2), OTHERS.get(3)), 4)
                .own(SESSION);
        RuleTable.OwnPairs neverCounted = learn(OTHERS, 4).none();
        for (int from = 1; from <= 4; from++) {
            assertThat(own.hasRules(from)).isEqualTo(neverCounted.hasRules(from));
            for (int to = 1; to <= 4; to++) {
                assertThat(own.share(from, to)).isCloseTo(neverCounted.share(from, to), within(1e-6));
            }
        }
    }

    @Test
    void onlyTheBestItemsAreKept() {
        RuleTable.OwnPairs none = learn(OTHERS, 1).none();
        assertThat(none.share(1, 2)).isEqualTo(1);
        assertThat(none.share(1, 3)).isZero();
    }

    @Test
    void theTablesHaveTheSharesInDescendingOrder() {
        float[] ids = new float[5 * 3];
        float[] shares = new float[ids.length];
        learn(OTHERS, 2).fill(ids, shares, 1, 3);
        assertThat(ids).startsWith(0, 0, 0, 0, 2, 3, 0, 3, 4);
        assertThat(shares[4]).isCloseTo(0.6f, within(1e-6f));
        assertThat(shares[5]).isCloseTo(0.4f, within(1e-6f));
        assertThat(shares).endsWith(0, 0, 0);
    }
}
