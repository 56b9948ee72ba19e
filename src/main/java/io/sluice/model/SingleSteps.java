package io.sluice.model;

/** A model that takes no runs, although the one that it closes with itself may. */
public record SingleSteps(StepModel model) implements StepModel {
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
    }

    @Override
    public void close() {
        model.close();
    }
}
