package io.sluice.model;

import java.util.function.Consumer;

/** A model for tests whose batches are changed after each step. Closing is left to who owns the model. */
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
    public void step(StepBatch batch) {
        model.step(batch);
        change.accept(batch);
    }

    @Override
    public void close() {}
}
