package io.sluice.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A model that takes runs, made of one that takes single steps: a loop over the steps of a call, without any padding of
 * its own. The owner of the inner model closes it.
 */
public final class RunModel extends ForwardingStepModel {
    private final StepModel model;
    private final int longestRun;
    private final List<Call> calls = new ArrayList<>();

    private record Call(int steps, int rows) {}

    public RunModel(StepModel model, int longestRun) {
        super(model);
        this.model = model;
        this.longestRun = longestRun;
    }

    /** Returns the calls since this model was made, in the form {@code STEPS x ROWS}. */
    public List<String> calls() {
        return calls.stream().map(call -> call.steps() + " x " + call.rows()).toList();
    }

    /** Returns the number of single steps that the calls took. */
    public int cells() {
        return calls.stream().mapToInt(call -> call.steps() * call.rows()).sum();
    }

    /** Returns the number of steps of the longest call. */
    public int longestCall() {
        return calls.stream().mapToInt(Call::steps).max().orElse(0);
    }

    @Override
    public int longestRun() {
        return longestRun;
    }

    @Override
    public void step(StepBatch batch) {
        calls.add(new Call(batch.steps(), batch.rows()));
        StepBatch one = model.newBatch(Math.max(1, batch.rows()));
        one.state().put(0, batch.state(), 0, batch.rows() * batch.stateRowBytes());
        for (int step = 0; step < batch.steps(); step++) {
            int inputBytes = batch.rows() * batch.inputRowBytes();
            one.input().put(0, batch.input(), step * inputBytes, inputBytes);
            one.rows(batch.rows());
            model.step(one);
            int outputBytes = batch.rows() * batch.outputRowBytes();
            batch.output().put(step * outputBytes, one.output(), 0, outputBytes);
            int stateBytes = batch.rows() * batch.stateRowBytes();
            batch.nextState().put(step * stateBytes, one.nextState(), 0, stateBytes);
            one.state().put(0, one.nextState(), 0, stateBytes);
        }
    }

    @Override
    public void close() {
        // The inner model belongs to its owner.
    }
}
