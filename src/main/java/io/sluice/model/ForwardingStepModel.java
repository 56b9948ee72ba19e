package io.sluice.model;

/**
 * A model that does what another one does, step by step; a subclass changes what it needs to. It takes no runs. Closing
 * it closes the other one.
 */
public abstract class ForwardingStepModel implements StepModel {
    private final StepModel model;

    protected ForwardingStepModel(StepModel model) {
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
    }

    @Override
    public void close() {
        model.close();
    }
}
