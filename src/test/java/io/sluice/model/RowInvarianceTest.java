package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.GoldenVectors.Tolerance;
import org.junit.jupiter.api.Test;

class RowInvarianceTest {
    private static final Tolerance TOLERANCE = new Tolerance(1e-5, 0);
    private static final ReferenceGruModel MODEL = ReferenceGruModel.random(new Sizes(3, 4, 2), 1);
    private static final GoldenVectors GOLDEN = BundleFixture.golden(MODEL);

    /** Returns a model that adds {@code difference} to the first output of every second row of a batch. */
    private static StepModel uneven(float difference) {
        return new ChangedOutput(MODEL, batch -> {
            for (int row = 1; row < batch.rows(); row += 2) {
                int at = row * batch.outputRowBytes();
                batch.output().putFloat(at, batch.output().getFloat(at) + difference);
            }
        });
    }

    private static double measure(StepModel model) {
        return RowInvariance.measure(model, GOLDEN, TOLERANCE, OutputComparison.ELEMENTS);
    }

    @Test
    void aModelThatStepsRowByRowHasNoDifference() {
        assertThat(measure(MODEL)).isZero();
    }

    @Test
    void aDifferenceByThePlaceOfARowIsMeasured() {
        assertThat(measure(uneven(1e-6f))).isBetween(0.9e-6, 1.1e-6);
    }

    @Test
    void rowsThatDependOnEachOtherAreRefused() {
        assertThatThrownBy(() -> measure(uneven(0.1f)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("depend on each other");
    }

    @Test
    void aModelThatChangesItsInputOrItsStateInPlaceIsRefused() {
        StepModel input =
                new ChangedOutput(MODEL, batch -> batch.input().putFloat(Float.BYTES, batch.inputValue(0, 1) + 1));
        assertThatThrownBy(() -> measure(input))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("the module changes its input x in place");
        StepModel state = new ChangedOutput(
                MODEL, batch -> batch.state().putFloat(0, batch.state().getFloat(0) - 1));
        assertThatThrownBy(() -> measure(state))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("the module changes the state that it is given in place");
    }

    /** The largest batch of a pipeline with default settings. */
    @Test
    void aDifferenceInTheLastOf512RowsIsMeasured() {
        StepModel model = new ChangedOutput(MODEL, batch -> {
            if (batch.rows() == 512) {
                int at = 511 * batch.outputRowBytes();
                batch.output().putFloat(at, batch.output().getFloat(at) + 1e-6f);
            }
        });
        assertThat(measure(model)).isBetween(0.9e-6, 1.1e-6);
    }
}
