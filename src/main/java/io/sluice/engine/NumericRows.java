package io.sluice.engine;

import io.sluice.event.NumericEvent;
import io.sluice.feature.NumericEncoder;
import io.sluice.model.StepBatch;
import java.util.Collection;

/** Rows of float32 columns. */
final class NumericRows implements InputRows {
    private final NumericEncoder encoder;
    private final float[] x;

    NumericRows(NumericEncoder encoder) {
        this.encoder = encoder;
        this.x = new float[encoder.width()];
    }

    @Override
    public void prepare(Collection<PendingRecord> aheads) {
        // A row needs the time since the key's event before, so all of it waits for its round.
    }

    @Override
    public void fill(StepBatch batch, int row, PendingRecord ahead, long gapMillis) {
        encoder.encode((NumericEvent) ahead.scored(), gapMillis, x);
        batch.putInput(row, x);
    }
}
