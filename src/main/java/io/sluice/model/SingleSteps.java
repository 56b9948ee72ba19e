package io.sluice.model;

/** A model that takes no runs, although the one that it closes with itself may. */
public final class SingleSteps extends ForwardingStepModel {
    public SingleSteps(StepModel model) {
        super(model);
    }
}
