package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunInvarianceTest {
    private static final ReferenceGruModel MODEL = ReferenceGruModel.random(new Sizes(3, 4, 2), 1);
    private static final GoldenVectors GOLDEN = BundleFixture.golden(MODEL);

    private static double measure(StepModel model) {
        return RunInvariance.measure(model, GOLDEN);
    }

    /** A model whose calls of several steps are changed. */
    private static StepModel changed(Consumer<StepBatch> change) {
        RunModel runs = new RunModel(MODEL, 64);
        return new StepModel() {
            @Override
            public Sizes sizes() {
                return MODEL.sizes();
            }

            @Override
            public byte[] initialState() {
                return MODEL.initialState();
            }

            @Override
            public int longestRun() {
                return 64;
            }

            @Override
            public void step(StepBatch batch) {
                runs.step(batch);
                if (batch.steps() > 1) {
                    change.accept(batch);
                }
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    @Test
    void aModelWhoseRunsAreItsStepsHasNoDifference() {
        RunModel model = new RunModel(MODEL, 64);
        assertThat(measure(model)).isZero();
        assertThat(model.calls()).contains("64 x 8", "2 x 256", "64 x 1", "7 x 1");
    }

    @Test
    void aModelOfSingleStepsHasNoRunsToMeasure() {
        RunModel model = new RunModel(MODEL, 1);
        assertThat(measure(model)).isZero();
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void aShorterLongestRunIsMeasuredUpToItself() {
        RunModel model = new RunModel(MODEL, 5);
        assertThat(measure(model)).isZero();
        assertThat(model.calls()).contains("5 x 102").doesNotContain("7 x 1");
    }

    @Test
    void aDifferenceThatOnlyTheLongestRunHasIsMeasured() {
        StepModel model = changed(batch -> {
            if (batch.steps() == 64) {
                batch.output().putFloat(batch.cell(63, 0) * batch.outputRowBytes(), 7);
            }
        });
        assertThat(RunInvariance.measure(model, shortest())).isGreaterThan(1);
    }

    /** Golden vectors of the least number of rows: fewer than the longest run has steps. */
    private static GoldenVectors shortest() {
        Map<String, List<float[]>> rows = new LinkedHashMap<>();
        for (String key : List.of("a", "b", "c")) {
            rows.put(key, Collections.nCopies(GoldenVectors.MINIMUM_STEPS, new float[] {1, 2, 3}));
        }
        return BundleFixture.record(MODEL, rows);
    }

    @Test
    void aDifferenceThatOnlyManyRunsSideBySideHaveIsMeasured() {
        StepModel model = changed(batch -> {
            if (batch.rows() > 200) {
                batch.output().putFloat(batch.cell(1, 200) * batch.outputRowBytes(), 7);
            }
        });
        assertThat(measure(model)).isGreaterThan(1);
    }

    @Test
    void aDifferenceInTheLastBitsOfALateStepIsMeasured() {
        StepModel model = changed(batch -> {
            int at = batch.cell(batch.steps() - 1, 0) * batch.outputRowBytes();
            batch.output().putFloat(at, batch.output().getFloat(at) + 1e-6f);
        });
        assertThat(measure(model)).isBetween(0.9e-6, 1.2e-6);
    }

    @Test
    void statesInAnotherOrderAreMeasured() {
        StepModel model = changed(
                batch -> { // the last state at every step
                    int bytes = batch.rows() * batch.stateRowBytes();
                    for (int step = 0; step < batch.steps() - 1; step++) {
                        batch.nextState().put(step * bytes, batch.nextState(), (batch.steps() - 1) * bytes, bytes);
                    }
                });
        assertThat(measure(model)).isGreaterThan(1e-3);
    }

    @Test
    void paddingThatReachesAnotherRowIsMeasured() {
        StepModel model = changed(batch -> {
            if (batch.rows() > 1 && batch.inputValue(batch.cell(batch.steps() - 1, 1), 0) == 0) {
                batch.output().putFloat(0, batch.output().getFloat(0) + 1);
            }
        });
        assertThat(measure(model)).isBetween(0.9, 1.1);
    }

    @Test
    void aModelThatFailsOnRunsIsAnInfiniteDifference() {
        StepModel model = changed(batch -> {
            throw new EngineException("no runs");
        });
        assertThat(measure(model)).isInfinite();
    }
}
