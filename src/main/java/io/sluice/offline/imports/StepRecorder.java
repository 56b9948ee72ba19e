package io.sluice.offline.imports;

import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.util.ArrayList;
import java.util.List;

/** A step model that keeps the rows of its steps, until they are taken. Ids are kept as whole numbers. */
final class StepRecorder implements StepModel {
    private final StepModel model;
    private List<Step> steps = new ArrayList<>();

    /** One row of a step: the input x and the output y. */
    record Step(List<Float> x, List<Float> y) {}

    StepRecorder(StepModel model) {
        this.model = model;
    }

    @Override
    public Sizes sizes() {
        return model.sizes();
    }

    @Override
    public byte[] initialState() {
        return model.initialState();
    }

    @Override
    public StepBatch newBatch(int capacity) {
        return model.newBatch(capacity);
    }

    @Override
    public void step(StepBatch batch) {
        model.step(batch);
        for (int row = 0; row < batch.rows(); row++) {
            steps.add(new Step(input(batch, row), output(batch, row)));
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
        List<Float> boxed = new ArrayList<>();
        for (float element : y) {
            boxed.add(element);
        }
        return boxed;
    }

    /** Returns the rows since the last call, in the order of the steps. */
    List<Step> take() {
        List<Step> taken = steps;
        steps = new ArrayList<>();
        return taken;
    }

    @Override
    public void close() {
        model.close();
    }
}
