package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.GoldenVectors.Sequence;
import io.sluice.model.GoldenVectors.Tolerance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenVectorsTest {
    private static final Sizes SIZES = new Sizes(2, 5, 3);
    private static final Tolerance EXACT = new Tolerance(0, 0);
    private final ReferenceGruModel model = ReferenceGruModel.random(SIZES, 3);
    private final GoldenVectors golden = BundleFixture.golden(model);

    @Test
    void aModelReproducesItsOwnGoldenVectorsExactly() {
        assertThat(verify(golden, model, EXACT)).isZero();
    }

    @Test
    void anotherModelDoesNotReproduceThem() {
        ReferenceGruModel other = ReferenceGruModel.random(SIZES, 4);

        assertThatThrownBy(() -> verify(golden, other, new Tolerance(1e-5, 1e-4)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("key key-0 stepped with others, step 1, y[0]: expected");
    }

    @Test
    void anOutputThatDiffersIsNamed() {
        Sequence last = golden.keys().get(2);
        List<List<Float>> y = new ArrayList<>(last.y());
        y.set(21, List.of(y.get(21).get(0), y.get(21).get(1) + 0.01f, y.get(21).get(2)));

        assertThatThrownBy(() -> verify(
                        withLast(new Sequence(last.key(), last.x(), y, last.state())), model, new Tolerance(0.009, 0)))
                .hasMessageContaining("key key-2 stepped with others, step 22, y[1]: expected "
                        + y.get(21).get(1));
        assertThat(verify(
                        withLast(new Sequence(last.key(), last.x(), y, last.state())), model, new Tolerance(0.011, 0)))
                .isBetween(0.009, 0.011);
    }

    @Test
    void aFinalStateThatDiffersIsNamed() {
        Sequence last = golden.keys().get(2);
        List<Float> state = new ArrayList<>(last.state());
        state.set(4, state.get(4) - 0.5f);

        assertThatThrownBy(() -> verify(
                        withLast(new Sequence(last.key(), last.x(), last.y(), state)),
                        model,
                        new Tolerance(1e-5, 1e-4)))
                .hasMessageContaining("key key-2 stepped with others, after step 22, state[4]");
    }

    @Test
    void aModelThatIsWrongWhenAloneIsFound() {
        assertThatThrownBy(() -> verify(golden, wrongWhenAlone(model), EXACT))
                .hasMessageContaining("key key-0 stepped alone, step 1, y[0]")
                .hasMessageContaining("found NaN");
    }

    @Test
    void theToleranceGrowsWithTheExpectedValue() {
        assertThat(new Tolerance(1e-5, 1e-4).of(-2f)).isEqualTo(1e-5 + 2e-4);
    }

    @Test
    void tooFewKeysOrStepsAreRefused() {
        assertThatThrownBy(() ->
                        new GoldenVectors(golden.tolerance(), golden.keys().subList(0, 2)))
                .hasMessageContaining("golden.json has 2 keys; it needs at least 3");
        Sequence first = golden.keys().get(0);
        assertThatThrownBy(() ->
                        new Sequence("k", first.x().subList(1, 20), first.y().subList(1, 20), first.state()))
                .hasMessageContaining("key k has 19 rows x and 19 rows y");
        assertThatThrownBy(
                        () -> new Sequence("k", first.x(), golden.keys().get(1).y(), first.state()))
                .hasMessageContaining("key k has 20 rows x and 22 rows y");
    }

    private static double verify(GoldenVectors golden, StepModel model, Tolerance tolerance) {
        return GoldenRun.verify(model, golden, tolerance, OutputComparison.ELEMENTS);
    }

    private GoldenVectors withLast(Sequence last) {
        return new GoldenVectors(
                golden.tolerance(), List.of(golden.keys().get(0), golden.keys().get(1), last));
    }

    /** Returns a model whose output of a single row is not a number. */
    private static StepModel wrongWhenAlone(StepModel model) {
        return new ChangedOutput(model, batch -> {
            if (batch.rows() == 1) {
                batch.output().putFloat(0, Float.NaN);
            }
        });
    }
}
