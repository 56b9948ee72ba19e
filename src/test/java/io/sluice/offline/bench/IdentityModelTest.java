package io.sluice.offline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdentityModelTest {
    private final Sizes sizes = new Sizes(1, 3, 2);
    private final List<List<Float>> recorded = List.of(List.of(1f, 2f), List.of(3f, 4f));

    @Test
    void theOutputsOfAKeyAreTheRecordedOnesInTheirOrder() {
        try (IdentityModel model = new IdentityModel(sizes, recorded)) {
            StepBatch batch = model.newBatch(2);
            byte[] young = model.initialState();
            byte[] old = step(model, batch, 0, young);
            batch.putState(0, young, 0);
            batch.putState(1, old, 0);
            batch.rows(2);
            model.step(batch);
            assertThat(output(batch, 0)).containsExactly(1f, 2f);
            assertThat(output(batch, 1)).containsExactly(3f, 4f);
            assertThat(batch.isFinite(0)).isTrue();
        }
    }

    @Test
    void afterTheLastRecordedOutputComesTheFirstAgain() {
        try (IdentityModel model = new IdentityModel(sizes, recorded)) {
            StepBatch batch = model.newBatch(1);
            byte[] state = model.initialState();
            for (int i = 0; i < 3; i++) {
                state = step(model, batch, 0, state);
            }
            assertThat(output(batch, 0)).containsExactly(1f, 2f);
        }
    }

    private static byte[] step(IdentityModel model, StepBatch batch, int row, byte[] state) {
        batch.putState(row, state, 0);
        batch.rows(row + 1);
        model.step(batch);
        byte[] next = new byte[state.length];
        batch.getNextState(row, next, 0);
        return next;
    }

    private static float[] output(StepBatch batch, int row) {
        float[] y = new float[2];
        batch.getOutput(row, y);
        return y;
    }
}
