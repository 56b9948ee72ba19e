package io.sluice.offline.training.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTableTest {
    private static final int[] JUDGED = {1, 2, 3, 1, 2};
    private static final List<int[]> OTHERS =
            List.of(new int[] {1, 2, 2}, new int[] {1, 3}, new int[] {2, 3, 4}, new int[] {0, 1, 0});

    private static RuleTable learn(List<int[]> sessions, int width) {
        return RuleTable.learn(PairRule.FOLLOWING, sessions, 4, item -> 1, width);
    }

    @Test
    void anItemSpeaksForWhatFollowsItByItsShareAndNeverForItself() {
        RuleTable.Own none = learn(OTHERS, 4).none();
        // After 1: item 2 at distances 1 and 2, item 3 at 1.
        assertThat(none.share(1, 2)).isCloseTo(1.5 / 2.5, within(1e-9));
        assertThat(none.share(1, 3)).isCloseTo(1 / 2.5, within(1e-9));
        assertThat(none.share(2, 2)).isZero();
        assertThat(none.isOpen(4)).isFalse();
    }

    @Test
    void whatASessionCountedItselfIsTakenOff() {
        RuleTable.Own own = learn(List.of(OTHERS.get(0), OTHERS.get(1), JUDGED, OTHERS.get(2), OTHERS.get(3)), 4)
                .own(JUDGED);
        RuleTable.Own never = learn(OTHERS, 4).none();
        for (int from = 1; from <= 4; from++) {
            assertThat(own.isOpen(from)).isEqualTo(never.isOpen(from));
            for (int to = 1; to <= 4; to++) {
                assertThat(own.share(from, to)).isCloseTo(never.share(from, to), within(1e-6));
            }
        }
    }

    @Test
    void onlyTheBestAreKept() {
        RuleTable.Own none = learn(OTHERS, 1).none();
        assertThat(none.share(1, 2)).isEqualTo(1);
        assertThat(none.share(1, 3)).isZero();
    }

    @Test
    void theTablesHoldTheSharesOfTheBestFirst() {
        float[] ids = new float[5 * 3];
        float[] shares = new float[ids.length];
        learn(OTHERS, 2).fill(ids, shares, 1, 3);
        assertThat(ids).startsWith(0, 0, 0, 0, 2, 3, 0, 3, 4);
        assertThat(shares[4]).isCloseTo(0.6f, within(1e-6f));
        assertThat(shares[5]).isCloseTo(0.4f, within(1e-6f));
        assertThat(shares).endsWith(0, 0, 0);
    }
}
