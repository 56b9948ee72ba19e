package io.sluice.jmh;

import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A call of a model that ships: from filled input buffers to filled output buffers, all rows by one step. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class StepBenchmark {
    /** The first bundle runs on PyTorch, the second one on ONNX Runtime. */
    @Param({"models/sensor-anomaly", "models/sensor-anomaly/onnx"})
    public String bundle;

    @Param({"1", "32", "512"})
    public int rows;

    private StepModel model;
    private StepBatch batch;

    /** Loads the model, and fills the batch with the inputs of the golden vectors in turn. */
    @Setup
    public void load() {
        LoadedBundle loaded = LoadedBundle.open(Path.of(bundle), "cpu");
        model = loaded.newStepModel(rows);
        batch = model.newBatch(rows);
        List<List<Float>> inputs = loaded.bundle().golden().keys().stream()
                .flatMap(key -> key.x().stream())
                .toList();
        for (int row = 0; row < rows; row++) {
            batch.putInput(row, inputs.get(row % inputs.size()));
            batch.putState(row, model.initialState(), 0);
        }
        batch.rows(rows);
    }

    @TearDown
    public void close() {
        model.close();
    }

    /** The next state becomes the state of the next call. */
    @Benchmark
    public ByteBuffer step() {
        model.step(batch);
        batch.state().put(0, batch.nextState(), 0, rows * batch.stateRowBytes());
        return batch.output();
    }
}
