package io.sluice.stream;

import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;

/** A model whose output is not a number where the first input is above 1e20. */
final class FailsOnLargeValues implements StepModel {
    private final StepModel model;

    FailsOnLargeValues(StepModel model) {
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
    public void step(StepBatch batch) {
        model.step(batch);
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.input().getFloat(row * batch.inputRowBytes()) > 1e20f) {
                batch.output().putFloat(row * batch.outputRowBytes(), Float.NaN);
            }
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
