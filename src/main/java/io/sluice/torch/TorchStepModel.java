package io.sluice.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.EngineException;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.model.Vocabulary;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript module as a {@link StepModel}: one call of PyTorch for each batch, on the chosen device.
 *
 * <p>The number of rows of a call is a power of two and at least {@value #SMALLEST_BUCKET}, unless the batch's capacity
 * is smaller; rows of zeros pad the call. From 4 rows on, libtorch's CPU kernels were measured to give each row the
 * same bits for any number of rows, so a row alone and a row among many agree bit for bit. (1, 2 and 3 rows take
 * another path, with differences up to 1e-6.) A batch of more than {@value #LARGEST_BUCKET} rows takes several calls. A
 * model that scores a vocabulary of items gets fewer rows a call, so that the scores of all items stay below 256 MB.
 *
 * <p>On the CPU, the tensors use the memory of the batch, so the input is not copied. Every tensor of a call belongs to
 * a manager that is closed with the call; a tensor left open would leak native memory.
 */
final class TorchStepModel implements StepModel {
    static final int SMALLEST_BUCKET = 4;
    static final int LARGEST_BUCKET = 4096;

    /** libtorch profiles the first call of a module and compiles it in the second; the third has full speed. */
    private static final int WARM_UP_CALLS = 3;

    static final String INITIAL_STATE = "initial_state";
    private static final byte[] ZEROS = new byte[4096];

    private final Sizes sizes;
    private final int elementBytes;
    private final DataType inputType;
    private final NDManager manager;
    private final ParameterStore parameters;
    private final PtSymbolBlock module;
    private final int largestBucket;
    private final StepBatch small;
    private final byte[] initialState;
    private @Nullable Thread thread;

    /**
     * Loads the module, checks it against the manifest, and warms it up for batches of at most {@code capacity} rows.
     *
     * @throws BundleException if the weights are not a module, or its rows have other widths than the manifest says
     */
    TorchStepModel(Bundle bundle, Engine engine, Device device, int capacity) {
        this(bundle.manifest(), bundle.vocabulary(), bundle.weights(), engine, device, capacity);
    }

    /**
     * Loads a module that may belong to no bundle yet.
     *
     * @param vocabulary the items of the model; null if the input is not an item
     * @param weights the bytes of the module
     */
    TorchStepModel(
            Manifest manifest,
            @Nullable Vocabulary vocabulary,
            InputStream weights,
            Engine engine,
            Device device,
            int capacity) {
        this.sizes = manifest.sizes();
        this.inputType = inputType(manifest.input());
        this.manager = engine.newBaseManager(device);
        this.parameters = new ParameterStore(manager, false);
        this.elementBytes = manifest.input().elementBytes();
        this.largestBucket = largestBucket(vocabulary == null ? 1 : vocabulary.size());
        this.small = newBatch(SMALLEST_BUCKET);
        try {
            this.module = ModuleLoader.load(manifest.weights().file(), weights, (PtNDManager) manager);
            requireSizes();
            this.initialState = readInitialState();
            warmUp(newBatch(capacity));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Returns the type of the elements of x. */
    static DataType inputType(Manifest.Input input) {
        return input instanceof Manifest.Input.Numeric ? DataType.FLOAT32 : DataType.INT64;
    }

    private void requireSizes() {
        try (NDManager arrays = manager.newSubManager()) {
            NDList result = ForwardResult.of(() -> forward(arrays, small, 0, SMALLEST_BUCKET));
            requireShape("output", sizes.output(), result.get(0));
            requireShape("state", sizes.state(), result.get(1));
        } catch (ai.djl.engine.EngineException e) {
            throw new BundleException(
                    "the module's forward does not accept the sizes of model.json, x [4, " + sizes.input() + "] "
                            + inputType + " and state [4, " + sizes.state() + "]: " + TorchEngine.reason(e),
                    e);
        }
    }

    private static void requireShape(String name, int width, NDArray found) {
        Shape expected = new Shape(SMALLEST_BUCKET, width);
        if (!found.getShape().equals(expected) || found.getDataType() != DataType.FLOAT32) {
            throw new BundleException("model.json says " + name + " " + width + ", so 4 rows are " + expected
                    + " float32; the module returns " + found.getShape() + " " + found.getDataType());
        }
    }

    private byte[] readInitialState() {
        byte[] state = new byte[small.stateRowBytes()];
        if (!Arrays.asList(JniUtils.getMethodNames(module)).contains(INITIAL_STATE)) {
            return state;
        }
        try (PtNDManager arrays = (PtNDManager) manager.newSubManager();
                IValue rows = IValue.from(1L);
                IValue result = IValueUtils.runMethod(module, INITIAL_STATE, rows)) {
            NDArray found = result.toTensor(arrays);
            if (!found.getShape().equals(new Shape(1, sizes.state())) || found.getDataType() != DataType.FLOAT32) {
                throw new BundleException("model.json says state " + sizes.state() + ", but the module's"
                        + " initial_state(1) returns " + found.getShape() + " " + found.getDataType());
            }
            found.toByteBuffer(true).get(state);
            return state;
        } catch (ai.djl.engine.EngineException e) {
            throw new BundleException("the module's initial_state(1) fails: " + TorchEngine.reason(e), e);
        }
    }

    private void warmUp(StepBatch batch) {
        for (int row = 0; row < batch.capacity(); row++) {
            batch.putState(row, initialState, 0);
        }
        int largest = Math.min(batch.capacity(), largestBucket);
        for (int bucket = SMALLEST_BUCKET; bucket < 2 * Math.max(largest, SMALLEST_BUCKET); bucket *= 2) {
            batch.rows(Math.min(bucket, largest));
            for (int call = 0; call < WARM_UP_CALLS; call++) {
                step(batch);
            }
        }
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
    public byte[] initialState() {
        return initialState.clone();
    }

    /**
     * {@inheritDoc}
     *
     * @throws EngineException if PyTorch fails; the output of the batch is then invalid
     */
    @Override
    public void step(StepBatch batch) {
        batch.requireOf(sizes, elementBytes);
        enterThread();
        try {
            for (int from = 0; from < batch.rows(); from += largestBucket) {
                step(batch, from, Math.min(largestBucket, batch.rows() - from));
            }
        } catch (ai.djl.engine.EngineException e) {
            throw new EngineException(
                    "the module's forward failed" + (batch.rows() == 1 ? "" : " for " + batch.rows() + " rows") + ": "
                            + TorchEngine.reason(e),
                    e);
        } catch (UnsupportedOperationException e) { // a branch of the module that no golden vector takes
            throw new EngineException("the module's forward " + ForwardResult.NO_TENSOR, e);
        }
    }

    /**
     * Gives the calling thread PyTorch's number of threads. MKL keeps this number for each thread, and PyTorch passes
     * it on only when a thread asks for it. On a thread that never asked, MKL was seen to take all cores for a product,
     * and to give other bits.
     */
    private void enterThread() {
        if (thread != Thread.currentThread()) {
            JniUtils.getNumThreads();
            thread = Thread.currentThread();
        }
    }

    private void step(StepBatch batch, int from, int rows) {
        if (batch.capacity() - from < SMALLEST_BUCKET) {
            stepCopied(batch, from, rows);
            return;
        }
        int bucket = Math.min(bucket(rows), batch.capacity() - from);
        clear(batch.input(), (from + rows) * batch.inputRowBytes(), (bucket - rows) * batch.inputRowBytes());
        clear(batch.state(), (from + rows) * batch.stateRowBytes(), (bucket - rows) * batch.stateRowBytes());
        try (NDManager arrays = manager.newSubManager()) {
            NDList result = forward(arrays, batch, from, bucket);
            copy(result.get(0), batch.output(), from, rows, batch.outputRowBytes());
            copy(result.get(1), batch.nextState(), from, rows, batch.stateRowBytes());
        }
    }

    /** Steps rows through a small batch, because their own batch has no room for the padding. */
    private void stepCopied(StepBatch batch, int from, int rows) {
        int inputBytes = batch.inputRowBytes();
        int stateBytes = batch.stateRowBytes();
        int outputBytes = batch.outputRowBytes();
        small.input().put(0, batch.input(), from * inputBytes, rows * inputBytes);
        small.state().put(0, batch.state(), from * stateBytes, rows * stateBytes);
        step(small, 0, rows);
        batch.output().put(from * outputBytes, small.output(), 0, rows * outputBytes);
        batch.nextState().put(from * stateBytes, small.nextState(), 0, rows * stateBytes);
    }

    /** Returns the largest number of rows of a call, a power of two, for a model with that many scores a row. */
    static int largestBucket(int scores) {
        return Math.min(
                LARGEST_BUCKET, Math.max(SMALLEST_BUCKET, Integer.highestOneBit(Vocabulary.MOST_SCORES / scores)));
    }

    /** Returns the smallest bucket that holds {@code rows}. */
    static int bucket(int rows) {
        return Math.max(SMALLEST_BUCKET, 2 * Integer.highestOneBit(rows - 1));
    }

    private static void clear(ByteBuffer buffer, int at, int bytes) {
        for (int done = 0; done < bytes; done += ZEROS.length) {
            buffer.put(at + done, ZEROS, 0, Math.min(ZEROS.length, bytes - done));
        }
    }

    private NDList forward(NDManager arrays, StepBatch batch, int from, int rows) {
        int inputBytes = batch.inputRowBytes();
        int stateBytes = batch.stateRowBytes();
        NDArray x = arrays.create(
                batch.input().slice(from * inputBytes, rows * inputBytes), new Shape(rows, sizes.input()), inputType);
        NDArray state = arrays.create(
                batch.state().slice(from * stateBytes, rows * stateBytes),
                new Shape(rows, sizes.state()),
                DataType.FLOAT32);
        return module.forward(parameters, new NDList(x, state), false);
    }

    private static void copy(NDArray result, ByteBuffer target, int from, int rows, int rowBytes) {
        target.put(from * rowBytes, result.toByteBuffer(true), 0, rows * rowBytes);
    }

    @Override
    public void close() {
        manager.close();
    }
}
