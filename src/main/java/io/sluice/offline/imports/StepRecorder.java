package io.sluice.offline.imports;

import io.sluice.model.ForwardingStepModel;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A step model that keeps the rows of its steps, until they are taken. Ids are kept as whole numbers. */
final class StepRecorder extends ForwardingStepModel {
    private List<Step> steps = new ArrayList<>();

    /** One row of a step: the input x, the output y and the next state. */
    record Step(List<Float> x, List<Float> y, List<Float> next) {}

    StepRecorder(StepModel model) {
        super(model);
    }

    @Override
    public void step(StepBatch batch) {
        super.step(batch);
        for (int row = 0; row < batch.rows(); row++) {
            steps.add(new Step(input(batch, row), output(batch, row), next(batch, row)));
        }
    }

    private List<Float> input(StepBatch batch, int row) {
        List<Float> x = new ArrayList<>(sizes().input());
        for (int i = 0; i < sizes().input(); i++) {
            x.add(batch.takesIds() ? (float) batch.inputId(row, i) : batch.inputValue(row, i));
        }
        return x;
    }

    private List<Float> output(StepBatch batch, int row) {
        float[] y = new float[sizes().output()];
        batch.getOutput(row, y);
        return boxed(y);
    }

    private List<Float> next(StepBatch batch, int row) {
        float[] next = new float[sizes().state()];
        batch.nextState()
                .slice(row * batch.stateRowBytes(), batch.stateRowBytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(next);
        return boxed(next);
    }

    private static List<Float> boxed(float[] values) {
        List<Float> boxed = new ArrayList<>(values.length);
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }

    /** Returns the rows since the last call, in the order of the steps. */
    List<Step> take() {
        List<Step> taken = steps;
        steps = new ArrayList<>();
        return taken;
    }
}
