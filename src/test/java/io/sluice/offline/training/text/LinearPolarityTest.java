package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinearPolarityTest {
    private static final int IN_POSITIVE = 0;
    private static final int IN_NEGATIVE = 1;
    private static final int IN_BOTH = 2;
    private static final int COLUMNS = 4;

    @Test
    void aColumnHasTheSignOfTheLabelThatItOccursWith() {
        float[] weights = model(1).learn(all(), 1);
        assertThat(weights[IN_POSITIVE]).isPositive();
        assertThat(weights[IN_NEGATIVE]).isNegative();
        assertThat(weights[IN_BOTH]).isCloseTo(0, within(0.05f));
        assertThat(weights[3]).as("a column that never occurs").isZero();
    }

    /**
     * At the optimum of the squared hinge, w = 2 C times the sum over rows of max(0, 1 - y w x) y x, in scaled columns.
     */
    @Test
    void theWeightsAreTheOptimum() {
        double cost = 0.3;
        SparseRows rows = new SparseRows();
        rows.add(new int[] {IN_POSITIVE}, 1);
        rows.add(new int[] {IN_NEGATIVE}, 1);
        float[] weights = new LinearPolarity(rows, new boolean[] {true, false}, 2, cost).learn(new int[] {0, 1}, 1);
        // With smoothing, the column has 2 of 3 counts in its own class and 1 of 3 in the other: log(2/3) - log(1/3).
        double ratio = Math.log(2);
        double inner = 2 * cost * ratio / (1 + 2 * cost * ratio * ratio);
        assertThat((double) weights[IN_POSITIVE]).isCloseTo(inner * ratio, within(1e-6));
        assertThat((double) weights[IN_NEGATIVE]).isCloseTo(-inner * ratio, within(1e-6));
    }

    @Test
    void rowsThatAreLeftOutHaveNoInfluence() {
        int[] without = IntStream.of(all()).filter(row -> row % 4 != 1).toArray();
        assertThat(model(1).learn(without, 1)[IN_NEGATIVE]).isZero();
    }

    @Test
    void aHigherCostGivesLargerWeights() {
        assertThat(model(1).learn(all(), 1)[IN_POSITIVE])
                .isGreaterThan(model(0.01).learn(all(), 1)[IN_POSITIVE]);
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        assertThat(model(1).learn(all(), 7)).isEqualTo(model(1).learn(all(), 7));
    }

    /**
     * Four rows in turn: a positive and a negative row with their own column, then one of each with the common column.
     */
    private static LinearPolarity model(double cost) {
        SparseRows rows = new SparseRows();
        boolean[] positive = new boolean[40];
        for (int row = 0; row < positive.length; row++) {
            positive[row] = row % 2 == 0;
            rows.add(new int[] {row % 4 < 2 ? row % 4 : IN_BOTH}, 1);
        }
        return new LinearPolarity(rows, positive, COLUMNS, cost);
    }

    private static int[] all() {
        return IntStream.range(0, 40).toArray();
    }
}
