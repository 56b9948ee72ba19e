package io.sluice.engine;

import io.sluice.event.Event;
import io.sluice.event.NumericEvent;
import io.sluice.feature.NumericEncoder;
import io.sluice.model.StepBatch;
import java.util.ArrayList;
import java.util.List;

/** Rows of float32 columns. A row is encoded when it is filled, since it may hold the time since the previous event. */
final class NumericRows implements InputRows {
    private final NumericEncoder encoder;
    private final float[] x;

    NumericRows(NumericEncoder encoder) {
        this.encoder = encoder;
        this.x = new float[encoder.width()];
    }

    @Override
    public List<Row> prepare(List<Event> events) {
        List<Row> rows = new ArrayList<>(events.size());
        for (Event event : events) {
            NumericEvent readings = (NumericEvent) event;
            rows.add((batch, row, gapMillis) -> fill(batch, row, readings, gapMillis));
        }
        return rows;
    }

    private void fill(StepBatch batch, int row, NumericEvent readings, long gapMillis) {
        encoder.encode(readings, gapMillis, x);
        batch.putInput(row, x);
    }
}
