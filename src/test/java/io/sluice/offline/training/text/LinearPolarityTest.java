package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinearPolarityTest {
    private static final int PRO = 0;
    private static final int CONTRA = 1;
    private static final int BOTH = 2;
    private static final int COLUMNS = 4;

    @Test
    void aColumnSpeaksForTheLabelThatItOccursWith() {
        float[] weights = model(1).learn(all(), 1);
        assertThat(weights[PRO]).isPositive();
        assertThat(weights[CONTRA]).isNegative();
        assertThat(weights[BOTH]).isCloseTo(0, within(0.05f));
        assertThat(weights[3]).as("a column that never occurs").isZero();
    }

    /** At the optimum of the squared hinge, w = 2 C sum over rows of max(0, 1 - y w x) y x, in weighted columns. */
    @Test
    void theWeightsAreTheOptimum() {
        double cost = 0.3;
        SparseRows rows = new SparseRows();
        rows.add(new int[] {PRO}, 1);
        rows.add(new int[] {CONTRA}, 1);
        float[] weights = new LinearPolarity(rows, new boolean[] {true, false}, 2, cost).learn(new int[] {0, 1}, 1);
        // Each side has one count in the column and one of smoothing of 3 in all: ratio log(2/3) - log(1/3).
        double ratio = Math.log(2);
        double inner = 2 * cost * ratio / (1 + 2 * cost * ratio * ratio);
        assertThat((double) weights[PRO]).isCloseTo(inner * ratio, within(1e-6));
        assertThat((double) weights[CONTRA]).isCloseTo(-inner * ratio, within(1e-6));
    }

    @Test
    void rowsThatAreLeftOutDoNotCount() {
        int[] without = IntStream.of(all()).filter(row -> row % 4 != 1).toArray();
        assertThat(model(1).learn(without, 1)[CONTRA]).isZero();
    }

    @Test
    void anErrorThatCostsMoreGivesLargerWeights() {
        assertThat(model(1).learn(all(), 1)[PRO]).isGreaterThan(model(0.01).learn(all(), 1)[PRO]);
    }

    @Test
    void oneSeedGivesOneResult() {
        assertThat(model(1).learn(all(), 7)).isEqualTo(model(1).learn(all(), 7));
    }

    /** In turn: for with PRO, against with CONTRA, for with BOTH, against with BOTH. */
    private static LinearPolarity model(double cost) {
        SparseRows rows = new SparseRows();
        boolean[] positive = new boolean[40];
        for (int row = 0; row < positive.length; row++) {
            positive[row] = row % 2 == 0;
            rows.add(new int[] {row % 4 < 2 ? row % 4 : BOTH}, 1);
        }
        return new LinearPolarity(rows, positive, COLUMNS, cost);
    }

    private static int[] all() {
        return IntStream.range(0, 40).toArray();
    }
}
