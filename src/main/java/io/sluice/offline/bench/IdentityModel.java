package io.sluice.offline.bench;

import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A model that computes nothing, which shows the cost of the pipeline alone. It copies the state and counts the steps
 * of the key in its first float. The k-th event of each key gets the output that the real model gave for the k-th event
 * of a recorded key, so that scores and predictions look like real ones. After the last recorded output come the first
 * ones again.
 */
final class IdentityModel implements StepModel {
    private final Sizes sizes;
    private final byte[] outputs;
    private final int recorded;

    /** @param outputs the recorded outputs y, at least one */
    IdentityModel(Sizes sizes, List<List<Float>> outputs) {
        this.sizes = sizes;
        this.recorded = outputs.size();
        ByteBuffer rows =
                ByteBuffer.allocate(recorded * sizes.output() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        outputs.forEach(y -> y.forEach(rows::putFloat));
        this.outputs = rows.array();
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
        batch.nextState().put(0, batch.state(), 0, batch.rows() * batch.stateRowBytes());
        for (int row = 0; row < batch.rows(); row++) {
            int steps = (int) batch.state().getFloat(row * batch.stateRowBytes());
            batch.nextState().putFloat(row * batch.stateRowBytes(), (steps + 1) % recorded);
            batch.output()
                    .put(row * batch.outputRowBytes(), outputs, steps * batch.outputRowBytes(), batch.outputRowBytes());
        }
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
