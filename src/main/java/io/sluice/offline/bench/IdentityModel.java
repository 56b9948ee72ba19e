package io.sluice.offline.bench;

import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.nio.ByteBuffer;

/** A model that computes nothing: the state stays, the output is zero. What is left is the pipeline's own cost. */
final class IdentityModel implements StepModel {
    private final Sizes sizes;

    IdentityModel(Sizes sizes) {
        this.sizes = sizes;
    }

    @Override
    public Sizes sizes() {
        return sizes;
    }

    @Override
    public byte[] initialState() {
        return new byte[sizes.state() * Float.BYTES];
    }

    @Override
    public void step(StepBatch batch) {
        ByteBuffer state = batch.state().duplicate();
        batch.nextState().duplicate().clear().put(state.clear().limit(batch.rows() * batch.stateRowBytes()));
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
