package io.sluice.simulation;

import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.event.NumericEvent;
import io.sluice.event.Origin;
import io.sluice.model.EngineException;
import io.sluice.model.StepBatch;
import io.sluice.score.Anomaly;
import io.sluice.score.PredictionWriter;
import io.sluice.score.Scorer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One step of one key: the model, the scorer and the writer of predictions, and nothing else of the pipeline. The
 * packed state and the scorer's part are plain arrays.
 */
final class SequentialScoring {
    private final SimulatedModel model = new SimulatedModel(1, (steps, rows) -> {});
    private final StepBatch batch = model.newBatch(1);
    private final Scorer scorer;
    private final PredictionWriter writer;
    private final PredictionWriter rawWriter;
    private final float[] x = new float[model.sizes().input()];
    private final float[] y = new float[model.sizes().output()];

    /** A step that succeeded. */
    record Step(Memory after, Anomaly anomaly, Output.Bytes prediction) {}

    /**
     * The circumstances of a step.
     *
     * @param number the number of the key's step, from 1
     * @param time the time of the event
     * @param gap the milliseconds since the key's latest event
     */
    record At(String key, long number, long time, long gap, Origin origin) {}

    SequentialScoring(ServingModel serving, SluiceConfig any) {
        scorer = serving.scorer(any.engineSettings());
        writer = new PredictionWriter(serving.name(), "1.0.0", null);
        rawWriter = new PredictionWriter(
                serving.name(),
                "1.0.0",
                new PredictionWriter.RowNames(
                        serving.manifest().input().columns(), serving.manifest().outputNames()));
    }

    /** The memory of a new key. */
    Memory none() {
        return new Memory(model.initialState(), new byte[scorer.stateBytes()]);
    }

    int scorerFormat() {
        return scorer.stateFormat();
    }

    /**
     * Takes a step. Returns null if its output is not finite.
     *
     * @throws EngineException if the model fails
     */
    Step step(At at, Message.Reading reading, Memory before, boolean raw) {
        fillRow(at, reading);
        batch.putInput(0, x);
        batch.putState(0, before.packed(), 0);
        batch.rows(1);
        model.step(batch);
        if (!batch.isFinite(0)) {
            return null;
        }
        byte[] nextPacked = new byte[before.packed().length];
        batch.getNextState(0, nextPacked, 0);
        batch.getOutput(0, y);
        byte[] nextScored = before.scored().clone();
        Anomaly anomaly = (Anomaly) scorer.score(
                y,
                at.number(),
                new NumericEvent(at.time(), reading.a(), reading.b()),
                ByteBuffer.wrap(nextScored).order(ByteOrder.LITTLE_ENDIAN));
        byte[] prediction =
                (raw ? rawWriter : writer).write(at.key(), at.time(), at.number(), at.origin(), anomaly, batch, 0);
        return new Step(new Memory(nextPacked, nextScored), anomaly, new Output.Bytes(prediction));
    }

    private void fillRow(At at, Message.Reading reading) {
        x[0] = Float.isNaN(reading.a()) ? 0 : reading.a();
        x[1] = Float.isNaN(reading.a()) ? 1 : 0;
        x[2] = Float.isNaN(reading.b()) ? 0 : reading.b();
        x[3] = Float.isNaN(reading.b()) ? 1 : 0;
        x[4] = (float) StrictMath.log1p(at.gap() / 1000.0);
    }
}
