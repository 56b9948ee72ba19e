package io.sluice.stream;

import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;

/** A model that a reading surprises by its own size; its state stays zero. */
record ReadingModel(Sizes sizes) implements StepModel {
    @Override
    public byte[] initialState() {
        return new byte[sizes.state() * Float.BYTES];
    }

    @Override
    public void step(StepBatch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            batch.output().putFloat(row * batch.outputRowBytes(), batch.inputValue(row, 0));
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
