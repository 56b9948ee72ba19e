package io.sluice.cli;

import io.sluice.model.GoldenVectors;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.util.Arrays;
import java.util.List;

/**
 * How long a step takes, all of a call from filled buffers to filled buffers; the state of each step feeds the next.
 */
final class StepTimer {
    private static final int WINDOWS = 9;
    private static final long WINDOW_NANOS = 60_000_000;

    private final StepModel model;
    private final StepBatch batch;

    /** For batches of {@code rows} rows with the golden inputs, over and over. */
    StepTimer(StepModel model, GoldenVectors golden, int rows) {
        this.model = model;
        this.batch = model.newBatch(rows);
        List<List<Float>> inputs =
                golden.keys().stream().flatMap(key -> key.x().stream()).toList();
        for (int row = 0; row < rows; row++) {
            batch.putInput(row, inputs.get(row % inputs.size()));
            batch.putState(row, model.initialState(), 0);
        }
        batch.rows(rows);
    }

    /** The median of {@value #WINDOWS} windows after one that warms up. */
    double medianMicros() {
        windowMicros();
        double[] micros = new double[WINDOWS];
        Arrays.setAll(micros, window -> windowMicros());
        Arrays.sort(micros);
        return micros[WINDOWS / 2];
    }

    /** The mean of the steps of some milliseconds. */
    double windowMicros() {
        long begin = System.nanoTime();
        long elapsed = 0;
        int steps = 0;
        while (elapsed < WINDOW_NANOS) {
            model.step(batch);
            batch.state().put(0, batch.nextState(), 0, batch.nextState().capacity());
            steps++;
            elapsed = System.nanoTime() - begin;
        }
        return elapsed / 1e3 / steps;
    }
}
