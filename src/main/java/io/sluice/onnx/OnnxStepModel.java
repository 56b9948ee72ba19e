package io.sluice.onnx;

import io.sluice.model.BundleException;
import io.sluice.model.EngineException;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.model.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file as a {@link StepModel}: one call of ONNX Runtime for each batch, on the CPU, with one thread. The
 * tensors use the memory of the batch, so neither input nor output is copied.
 *
 * <p>The state of a new key is zeros, or the numbers of the file's metadata entry {@value #INITIAL_STATE}, separated by
 * commas. A model that scores a vocabulary of items gets fewer rows a call ({@link Vocabulary#MOST_SCORES}).
 */
final class OnnxStepModel implements StepModel {
    /** The entry of the file's metadata with the state of a new key. */
    static final String INITIAL_STATE = "initial_state";

    /**
     * Longer runs save little: of a GRU with 64 units, a step took 1.51 µs in runs of 64, and 1.43 µs in runs of 128.
     */
    private static final int LONGEST_RUN = 64;

    /** The default of {@code sluice.batch.rows}. Runs are measured in calls of this size, whatever the capacity is. */
    private static final int USUAL_CALL = 512;

    private final Sizes sizes;
    private final int elementBytes;
    private final int largestCall;
    private final int longestRun;
    private final OnnxGraph graph;
    private final byte[] initialState;

    /**
     * Loads a file, checks it against the manifest, and warms it up for batches of at most {@code capacity} rows.
     *
     * @param vocabulary the items of the model; null if the input is not an item
     * @param weights the bytes of the file
     * @throws BundleException if the file is no model of steps, or its rows have other sizes than the manifest says
     */
    OnnxStepModel(Manifest manifest, @Nullable Vocabulary vocabulary, byte[] weights, int capacity) {
        this.sizes = manifest.sizes();
        this.elementBytes = manifest.input().elementBytes();
        this.largestCall =
                Math.max(1, Vocabulary.MOST_SCORES / (vocabulary == null ? sizes.output() : vocabulary.size()));
        this.graph = OnnxGraph.load(manifest.weights().file(), weights);
        this.longestRun = graph.hasSteps() && Math.max(capacity, USUAL_CALL) <= largestCall ? LONGEST_RUN : 1;
        try {
            requireSizes(manifest);
            this.initialState = readInitialState();
            warmUp(newBatch(capacity));
        } catch (RuntimeException e) {
            graph.close();
            throw e;
        }
    }

    private void requireSizes(Manifest manifest) {
        graph.requireInputs(manifest.input(), sizes.state());
        int output = graph.probe(manifest.input(), sizes.state());
        if (output != sizes.output()) {
            throw new BundleException("model.json says output " + sizes.output() + ", but a row y of "
                    + manifest.weights().file() + " has " + output + " numbers; name " + output + " outputs");
        }
    }

    private byte[] readInitialState() {
        ByteBuffer state = ByteBuffer.allocate(sizes.state() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        String entry = graph.metadata(INITIAL_STATE);
        if (entry == null) {
            return state.array();
        }
        String[] numbers = entry.split(",", -1);
        if (numbers.length != sizes.state()) {
            throw new BundleException("the metadata entry initial_state has " + numbers.length
                    + " numbers; it must have " + sizes.state() + ", one for each of the state");
        }
        for (String number : numbers) {
            state.putFloat(finite(number));
        }
        return state.array();
    }

    private static float finite(String number) {
        float value;
        try {
            value = Float.parseFloat(number);
        } catch (NumberFormatException e) {
            value = Float.NaN;
        }
        if (!Float.isFinite(value)) {
            throw new BundleException("the metadata entry initial_state has \"" + number
                    + "\"; it must have finite numbers, separated by commas");
        }
        return value;
    }

    /** Makes ONNX Runtime allocate the memory of the largest call. */
    private void warmUp(StepBatch batch) {
        for (int row = 0; row < batch.capacity(); row++) {
            batch.putState(row, initialState, 0);
        }
        batch.rows(batch.capacity());
        step(batch);
    }

    @Override
    public Sizes sizes() {
        return sizes;
    }

    @Override
    public StepBatch newBatch(int capacity) {
        return new StepBatch(sizes, capacity, elementBytes);
    }

    @Override
    public int longestRun() {
        return longestRun;
    }

    @Override
    public byte[] initialState() {
        return initialState.clone();
    }

    /**
     * {@inheritDoc}
     *
     * @throws EngineException if ONNX Runtime fails; the output of the batch is then invalid
     */
    @Override
    public void step(StepBatch batch) {
        batch.requireOf(sizes, elementBytes);
        if (batch.steps() > 1) {
            step(batch, 0, batch.rows());
            return;
        }
        for (int from = 0; from < batch.rows(); from += largestCall) {
            step(batch, from, Math.min(largestCall, batch.rows() - from));
        }
    }

    private void step(StepBatch batch, int from, int rows) {
        int cells = rows * batch.steps();
        graph.run(
                sizes,
                part(batch.input(), batch.inputRowBytes(), from, cells),
                part(batch.state(), batch.stateRowBytes(), from, rows),
                part(batch.output(), batch.outputRowBytes(), from, cells),
                part(batch.nextState(), batch.stateRowBytes(), from, cells),
                batch.steps(),
                rows);
    }

    private static ByteBuffer part(ByteBuffer buffer, int rowBytes, int from, int rows) {
        return buffer.slice(from * rowBytes, rows * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        graph.close();
    }
}
