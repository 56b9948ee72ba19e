package io.sluice.model;

import java.util.function.Consumer;

/** A model for tests that changes its batches after each step. The owner of the model closes it. */
public final class ChangedOutput extends ForwardingStepModel {
    private final Consumer<StepBatch> change;

    public ChangedOutput(StepModel model, Consumer<StepBatch> change) {
        super(model);
        this.change = change;
    }

    @Override
    public void step(StepBatch batch) {
        super.step(batch);
        change.accept(batch);
    }

    @Override
    public void close() {}
}
