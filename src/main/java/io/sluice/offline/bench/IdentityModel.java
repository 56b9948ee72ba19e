package io.sluice.offline.bench;

import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.nio.ByteBuffer;

/** A model that computes nothing: it keeps the state and outputs zeros. It shows the cost of the pipeline alone. */
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
        // There is nothing to close.
    }
}
