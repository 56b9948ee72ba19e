package io.sluice.cli;

import io.sluice.model.GoldenVectors;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures the time of a step. The time is that of a whole call, from filled input buffers to filled output buffers.
 * The state after each step is the input of the next step.
 */
final class StepTimer {
    private static final int WINDOWS = 9;
    private static final long SHORT_WINDOW_NANOS = 20_000_000;
    private static final long WINDOW_NANOS = 60_000_000;
    /** To ask for the CPU time takes about a microsecond. */
    private static final int CALLS_BETWEEN_LOOKS = 4;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final StepModel model;
    private final StepBatch batch;

    /** Prepares a batch of {@code rows} rows, which repeat the inputs of the golden vectors. */
    StepTimer(StepModel model, GoldenVectors golden, int rows) {
        this(model, golden, 1, rows);
    }

    /** Prepares a batch of {@code rows} runs of {@code steps} steps each. */
    StepTimer(StepModel model, GoldenVectors golden, int steps, int rows) {
        this.model = model;
        this.batch = model.newBatch(steps * rows);
        List<List<Float>> inputs =
                golden.keys().stream().flatMap(key -> key.x().stream()).toList();
        for (int cell = 0; cell < steps * rows; cell++) {
            batch.putInput(cell, inputs.get(cell % inputs.size()));
        }
        for (int row = 0; row < rows; row++) {
            batch.putState(row, model.initialState(), 0);
        }
        batch.runs(steps, rows);
    }

    /**
     * Returns the median of {@value #WINDOWS} time windows of 20 ms in microseconds per step, after one window for
     * warm-up.
     */
    double medianMicros() {
        shortWindowMicros();
        double[] micros = new double[WINDOWS];
        Arrays.setAll(micros, window -> shortWindowMicros());
        Arrays.sort(micros);
        return micros[WINDOWS / 2];
    }

    private double shortWindowMicros() {
        return windowMicros(System::nanoTime, SHORT_WINDOW_NANOS);
    }

    /** Returns the mean time of a call in a window of 60 ms, in microseconds. */
    double windowMicros() {
        return windowMicros(System::nanoTime, WINDOW_NANOS);
    }

    /** Returns the mean CPU time of a call in a window of 60 ms of CPU time, in microseconds. */
    double windowCpuMicros() {
        return windowMicros(THREADS::getCurrentThreadCpuTime, WINDOW_NANOS);
    }

    private double windowMicros(LongSupplier nanos, long window) {
        long begin = nanos.getAsLong();
        long elapsed = 0;
        int calls = 0;
        int last = batch.cell(batch.steps() - 1, 0) * batch.stateRowBytes();
        while (elapsed < window) {
            for (int i = 0; i < CALLS_BETWEEN_LOOKS; i++) {
                model.step(batch);
                batch.state().put(0, batch.nextState(), last, batch.rows() * batch.stateRowBytes());
            }
            calls += CALLS_BETWEEN_LOOKS;
            elapsed = nanos.getAsLong() - begin;
        }
        return elapsed / 1e3 / calls;
    }
}
