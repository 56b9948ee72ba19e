package io.sluice.offline.imports;

import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.util.ArrayList;
import java.util.List;

/** A step model that keeps the input rows of its steps, until they are taken. Ids are kept as whole numbers. */
final class StepRecorder implements StepModel {
    private final StepModel model;
    private List<List<Float>> rows = new ArrayList<>();

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
        for (int row = 0; row < batch.rows(); row++) {
            rows.add(input(batch, row));
        }
        model.step(batch);
    }

    private List<Float> input(StepBatch batch, int row) {
        List<Float> x = new ArrayList<>(sizes().input());
        for (int i = 0; i < sizes().input(); i++) {
            x.add(batch.takesIds() ? (float) batch.inputId(row, i) : batch.inputValue(row, i));
        }
        return x;
    }

    /** Returns the rows since the last call, in the order of the steps. */
    List<List<Float>> take() {
        List<List<Float>> taken = rows;
        rows = new ArrayList<>();
        return taken;
    }

    @Override
    public void close() {
        model.close();
    }
}
