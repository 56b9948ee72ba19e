package io.sluice.simulation;

import io.sluice.engine.ServingModel;
import io.sluice.model.EngineException;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.util.List;
import java.util.Map;

/**
 * A small recurrent model in float32, quick enough for millions of steps. Each element of its next state depends on all
 * of the row and of the state, so a lost, doubled or misplaced step changes all later bits. The first reading surprises
 * by its size. The model fails on a reading above {@link #LARGEST}, and is not finite below {@code -LARGEST}.
 */
final class SimulatedModel implements StepModel {
    static final float LARGEST = 2.75f;

    /** Identifies its states. */
    static final long FINGERPRINT = 17;

    private static final Sizes SIZES = new Sizes(5, 4, 3);

    private final int longestRun;
    private final Calls calls;
    private final float[] x = new float[SIZES.input()];
    private final float[] h = new float[SIZES.state()];

    /** Hears of each call of a model before it happens. */
    interface Calls {
        void called(int steps, int rows);
    }

    SimulatedModel(int longestRun, Calls calls) {
        this.longestRun = longestRun;
        this.calls = calls;
    }

    /** The manifest of the model, with a scorer whose incidents open and close often. */
    static ServingModel serving() {
        return new ServingModel(
                new Manifest(
                        Manifest.FORMAT,
                        "simulated",
                        "1.0.0",
                        Manifest.Task.ANOMALY,
                        new Manifest.Weights("model.pt", "0".repeat(64)),
                        SIZES,
                        new Manifest.Input.Numeric(
                                List.of(new Manifest.Input.Field("a", "/a"), new Manifest.Input.Field("b", "/b")),
                                List.of("a", "a.missing", "b", "b.missing", "gap.log_seconds")),
                        List.of(
                                new Manifest.Output("surprise"),
                                new Manifest.Output("expected.a"),
                                new Manifest.Output("expected.b")),
                        Manifest.ScorerKind.TAILS,
                        Map.of("open", 0.6, "close", 0.5, "quiet", 2.0, "tail.size", 8.0),
                        List.of()),
                FINGERPRINT);
    }

    @Override
    public Sizes sizes() {
        return SIZES;
    }

    @Override
    public byte[] initialState() {
        return new byte[SIZES.state() * Float.BYTES];
    }

    @Override
    public int longestRun() {
        return longestRun;
    }

    @Override
    public void step(StepBatch batch) {
        calls.called(batch.steps(), batch.rows());
        for (int row = 0; row < batch.rows(); row++) {
            for (int i = 0; i < h.length; i++) {
                h[i] = batch.state().getFloat(row * batch.stateRowBytes() + i * Float.BYTES);
            }
            for (int step = 0; step < batch.steps(); step++) {
                step(batch, batch.cell(step, row));
            }
        }
    }

    private void step(StepBatch batch, int cell) {
        for (int i = 0; i < x.length; i++) {
            x[i] = batch.inputValue(cell, i);
        }
        if (x[0] > LARGEST) {
            throw new EngineException("the reading " + x[0] + " is too large");
        }
        advance();
        for (int i = 0; i < h.length; i++) {
            batch.nextState().putFloat(cell * batch.stateRowBytes() + i * Float.BYTES, h[i]);
        }
        put(batch, cell, 0, Math.abs(x[0]) + Math.abs(h[0]) / 8);
        put(batch, cell, 1, h[1] + h[2]);
        put(batch, cell, 2, h[3] - h[1]);
    }

    private void advance() {
        float sum = x[0] < -LARGEST ? Float.NaN : 0.3f * x[0] + 0.1f * x[1] - 0.7f * x[2] + 0.2f * x[3] + 0.05f * x[4];
        for (int i = 0; i < h.length; i++) {
            sum += 0.9f * h[i] / (i + 1);
            float next = 0.6f * h[i] + sum + 0.01f * i;
            h[i] = next / (1 + Math.abs(next));
        }
    }

    private static void put(StepBatch batch, int cell, int index, float value) {
        batch.output().putFloat(cell * batch.outputRowBytes() + index * Float.BYTES, value);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
