package io.sluice.offline.scoring;

import io.sluice.engine.EngineListener;
import io.sluice.engine.InputRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Keeps what the model gave for each record, until the outcome of the record is due. */
final class StepOutputs implements EngineListener {
    private final Map<Long, List<Float>> byOffset = new HashMap<>();

    @Override
    public void output(InputRecord record, float[] y) {
        List<Float> boxed = new ArrayList<>(y.length);
        for (float value : y) {
            boxed.add(value);
        }
        byOffset.put(record.offset(), boxed);
    }

    /** Returns the latest output for a record that was scored, and forgets it. */
    List<Float> take(long offset) {
        return Objects.requireNonNull(byOffset.remove(offset), "a record that is scored was stepped");
    }

    /** Forgets a record that was not scored. */
    void forget(long offset) {
        byOffset.remove(offset);
    }
}
