package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.model.ReferenceGru.Convention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceGruTest {
    private static final float[][] X = {{1.0f, -0.5f}, {0.25f, 2.0f}, {-1.5f, 0.75f}};

    @Test
    void resettingAfterTheProductEqualsPyTorch() {
        // torch.nn.GRUCell(2, 2) in double precision, PyTorch 1.13, with the weights of cell().
        assertSteps(Convention.RESET_AFTER, new double[][] {
            {-0.2250769753961076, 0.07031286870479418},
            {0.23627839202929346, -0.3543089251545154},
            {0.47420146368084987, -0.1875011216020041}
        });
    }

    @Test
    void resettingBeforeTheProductEqualsTheEquationsOfCho() {
        // Equations 5 to 8 of arXiv 1406.1078, with biases, computed with PyTorch 1.13 in double precision.
        assertSteps(Convention.RESET_BEFORE, new double[][] {
            {-0.2542985762954181, 0.016720710849117432},
            {0.20790200661184977, -0.392395327613953},
            {0.4518147528404304, -0.24308411001384486}
        });
    }

    @ParameterizedTest
    @EnumSource(Convention.class)
    void anOpenUpdateGateKeepsTheState(Convention convention) {
        float[] open = {0, 50, 0};
        ReferenceGru gru = new ReferenceGru(convention, 1, 1, new float[3], new float[3], open, new float[3]);
        float[] next = new float[1];

        gru.step(new float[] {3}, new float[] {0.625f}, next);

        assertThat(next).containsExactly(0.625f);
    }

    @Test
    void theSameSeedGivesTheSameModel() {
        Sizes sizes = new Sizes(3, 8, 2);
        StepBatch one = batchOf(sizes, 0.5f);
        StepBatch other = batchOf(sizes, 0.5f);

        ReferenceGruModel.random(sizes, 7).step(one);
        ReferenceGruModel.random(sizes, 7).step(other);

        assertThat(one.nextState()).isEqualTo(other.nextState());
        assertThat(one.output()).isEqualTo(other.output());
    }

    @Test
    void theHeadReadsTheNextState() {
        ReferenceGru gru = cell(Convention.RESET_AFTER);
        ReferenceGruModel model = new ReferenceGruModel(gru, new float[] {2, -1}, new float[] {0.25f});
        StepBatch batch = new StepBatch(model.sizes(), 1);
        batch.putInput(0, X[0]);
        batch.rows(1);

        model.step(batch);

        float[] y = new float[1];
        batch.getOutput(0, y);
        assertThat(y[0]).isCloseTo((float) (2 * -0.2250769753961076 - 0.07031286870479418 + 0.25), within(1e-6f));
    }

    private static StepBatch batchOf(Sizes sizes, float value) {
        StepBatch batch = new StepBatch(sizes, 5);
        for (int row = 0; row < 5; row++) {
            batch.putInput(row, new float[] {value, row, -value});
        }
        batch.rows(5);
        return batch;
    }

    private static void assertSteps(Convention convention, double[][] expected) {
        ReferenceGru gru = cell(convention);
        float[] h = new float[2];
        for (int step = 0; step < X.length; step++) {
            float[] next = new float[2];
            gru.step(X[step], h, next);
            assertThat((double) next[0]).isCloseTo(expected[step][0], within(1e-6));
            assertThat((double) next[1]).isCloseTo(expected[step][1], within(1e-6));
            h = next;
        }
    }

    private static ReferenceGru cell(Convention convention) {
        float[] weightIh = new float[12];
        float[] weightHh = new float[12];
        for (int i = 0; i < 12; i++) {
            weightIh[i] = (float) (0.1 * ((i * 7) % 11 - 5));
            weightHh[i] = (float) (0.1 * ((i * 5) % 13 - 6));
        }
        float[] biasIh = new float[6];
        float[] biasHh = new float[6];
        for (int i = 0; i < 6; i++) {
            biasIh[i] = (float) (0.05 * (i - 3));
            biasHh[i] = (float) (0.07 * (2 - i));
        }
        return new ReferenceGru(convention, 2, 2, weightIh, weightHh, biasIh, biasHh);
    }
}
