package io.sluice.model;

import java.util.function.Consumer;

/** A model for tests that changes its batches after each step. The owner of the model closes it. */
public record ChangedOutput(StepModel model, Consumer<StepBatch> change) implements StepModel {
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
        change.accept(batch);
    }

    @Override
    public void close() {}
}
