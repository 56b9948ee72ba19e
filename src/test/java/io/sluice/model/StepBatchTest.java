package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepBatchTest {
    private final StepBatch batch = new StepBatch(new Sizes(1, 3, 2), 4);

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aRowIsFiniteIfAllOfItsOutputAndNextStateAre(float value) {
        for (int element = 0; element < 2; element++) {
            int at = batch.outputRowBytes() + element * Float.BYTES;
            batch.output().putFloat(at, value);
            assertOnlyRowOneIsNotFinite();
            batch.output().putFloat(at, Float.MAX_VALUE);
        }
        for (int element = 0; element < 3; element++) {
            int at = batch.stateRowBytes() + element * Float.BYTES;
            batch.nextState().putFloat(at, value);
            assertOnlyRowOneIsNotFinite();
            batch.nextState().putFloat(at, -Float.MAX_VALUE);
        }
        assertThat(batch.isFinite(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(floats = Float.NaN)
    void theInputAndTheStateOfARowDoNotCount(float value) {
        batch.input().putFloat(0, value);
        batch.state().putFloat(0, value);
        assertThat(batch.isFinite(0)).isTrue();
    }

    private void assertOnlyRowOneIsNotFinite() {
        assertThat(batch.isFinite(0)).isTrue();
        assertThat(batch.isFinite(1)).isFalse();
        assertThat(batch.isFinite(2)).isTrue();
    }
}
