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
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.model.ModelFile;
import io.sluice.model.Sizes;
import io.sluice.model.StepModel;
import io.sluice.model.Vocabulary;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript file that belongs to no bundle yet, on the CPU. It finds the sizes of the module's rows by running it.
 * It belongs to one thread.
 */
public final class TorchFile implements ModelFile {
    private static final int ROWS = TorchStepModel.SMALLEST_BUCKET;
    private static final int WIDEST_GUESS = 256;

    private final byte[] bytes;
    private final Engine engine;
    private final PtNDManager manager;
    private final ParameterStore parameters;
    private final PtSymbolBlock module;

    private TorchFile(String file, byte[] bytes) {
        this.bytes = bytes;
        this.engine = TorchEngine.start();
        this.manager = (PtNDManager) engine.newBaseManager(Device.cpu());
        this.parameters = new ParameterStore(manager, false);
        try {
            this.module = ModuleLoader.load(file, new ByteArrayInputStream(bytes), manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        JniUtils.getNumThreads(); // else MKL takes all cores, see TorchStepModel
    }

    /**
     * Loads a file.
     *
     * @param file the name of the file in messages
     * @param bytes its bytes, which the caller must not change
     * @throws BundleException if it is not TorchScript
     */
    public static TorchFile open(String file, byte[] bytes) {
        return new TorchFile(file, bytes);
    }

    @Override
    public String weightsName() {
        return "model.pt";
    }

    /**
     * {@inheritDoc}
     *
     * <p>The size of the state is that of {@code initial_state}, or as given.
     */
    @Override
    public Sizes sizes(Manifest.Input input, OptionalInt givenState) {
        requireMethod("forward");
        int state = stateSize(givenState);
        DataType type = TorchStepModel.inputType(input);
        Sizes sizes = sizes(input, type, state);
        requireAnyNumberOfRows(type, sizes);
        return sizes;
    }

    private Sizes sizes(Manifest.Input input, DataType type, int state) {
        try (NDManager arrays = manager.newSubManager()) {
            NDList result = ForwardResult.of(() -> step(arrays, type, ROWS, input.width(), state));
            return new Sizes(input.width(), state, outputSize(result.get(0), state, result.get(1)));
        } catch (ai.djl.engine.EngineException e) {
            String reason = TorchEngine.reason(e);
            throw new BundleException(
                    "the module's forward does not accept x [4, " + input.width() + "] " + type + " and state [4, "
                            + state + "] float32: " + reason + ofDouble(reason) + hint(input, type, state)
                            + ofGivenState(state),
                    e);
        }
    }

    private static String ofDouble(String reason) {
        return reason.toLowerCase(Locale.ROOT).contains("double")
                ? "; if the module computes in float64, call module.float() before the export"
                : "";
    }

    private String ofGivenState(int state) {
        return hasMethod(TorchStepModel.INITIAL_STATE) ? "" : "; is --state " + state + " right?";
    }

    private static int outputSize(NDArray y, int state, NDArray next) {
        if (y.getShape().dimension() != 2 || y.size(0) != ROWS || y.getDataType() != DataType.FLOAT32) {
            throw new BundleException("the module returns a y " + y.getShape() + " " + y.getDataType()
                    + " for 4 rows; it must be [4, O] float32, one row of numbers for each row of x");
        }
        if (!next.getShape().equals(new Shape(ROWS, state)) || next.getDataType() != DataType.FLOAT32) {
            throw new BundleException("the module returns a state " + next.getShape() + " " + next.getDataType()
                    + " for 4 rows; it must be [4, " + state + "] float32, like the state that it was given: pack all"
                    + " that the module remembers into one row for each key");
        }
        return Math.toIntExact(y.size(1));
    }

    private void requireMethod(String name) {
        if (!hasMethod(name)) {
            throw new BundleException("the module has no method " + name
                    + "(x, state); it must map a batch of rows x and their states to (y, next state)");
        }
    }

    private boolean hasMethod(String name) {
        return Arrays.asList(JniUtils.getMethodNames(module)).contains(name);
    }

    private int stateSize(OptionalInt given) {
        if (!hasMethod(TorchStepModel.INITIAL_STATE)) {
            return given.orElseThrow(() -> new BundleException("the module has no method initial_state(rows: int),"
                    + " which would say the size of its state; add it, or give the size with --state N"));
        }
        int found = initialStateSize();
        if (given.isPresent() && given.getAsInt() != found) {
            throw new BundleException("--state is " + given.getAsInt() + ", but the module's initial_state(1) has "
                    + found + " numbers; leave --state out");
        }
        return found;
    }

    private int initialStateSize() {
        try (PtNDManager arrays = (PtNDManager) manager.newSubManager();
                IValue rows = IValue.from(1L);
                IValue result = IValueUtils.runMethod(module, TorchStepModel.INITIAL_STATE, rows)) {
            NDArray state = result.toTensor(arrays);
            if (state.getShape().dimension() != 2 || state.size(0) != 1 || state.getDataType() != DataType.FLOAT32) {
                throw new BundleException("the module's initial_state(1) returns " + state.getShape() + " "
                        + state.getDataType() + "; it must return one row of state, [1, S] float32");
            }
            return Math.toIntExact(state.size(1));
        } catch (ai.djl.engine.EngineException e) {
            throw new BundleException("the module's initial_state(1) fails: " + TorchEngine.reason(e), e);
        }
    }

    /** Names the number of columns that the module does accept, if there is one. */
    private String hint(Manifest.Input input, DataType type, int state) {
        if (!(input instanceof Manifest.Input.Numeric)) {
            return "; a " + input.kind().json() + " is given as int64 ids";
        }
        OptionalInt accepted = IntStream.rangeClosed(1, WIDEST_GUESS)
                .filter(width -> accepts(type, width, state))
                .findFirst();
        return accepted.isPresent()
                ? "; it accepts rows of " + accepted.getAsInt() + " columns: name them with --columns"
                : "";
    }

    private boolean accepts(DataType type, int width, int state) {
        try (NDManager arrays = manager.newSubManager()) {
            return step(arrays, type, ROWS, width, state).size() > 0;
        } catch (ai.djl.engine.EngineException | UnsupportedOperationException e) {
            return false;
        }
    }

    private void requireAnyNumberOfRows(DataType type, Sizes sizes) {
        int more = 2 * ROWS;
        try (NDManager arrays = manager.newSubManager()) {
            NDList result = ForwardResult.of(() -> step(arrays, type, more, sizes.input(), sizes.state()));
            if (result.get(0).size(0) == more && result.get(1).size(0) == more) {
                return;
            }
        } catch (ai.djl.engine.EngineException e) {
            throw new BundleException(
                    "the module accepts " + ROWS + " rows but not " + more + ": " + TorchEngine.reason(e)
                            + "; a batch may have any number of rows (torch.jit.trace keeps sizes that the code"
                            + " computes; use torch.jit.script)",
                    e);
        }
        throw new BundleException("the module returns another number of rows than the " + more
                + " of its input; it must return one row for each row of x");
    }

    private NDList step(NDManager arrays, DataType type, int rows, int width, int state) {
        NDArray x = arrays.zeros(new Shape(rows, width), type);
        NDArray states = arrays.zeros(new Shape(rows, state), DataType.FLOAT32);
        return module.forward(parameters, new NDList(x, states), false);
    }

    @Override
    public void requireId(long id, String file, Sizes sizes) {
        try (NDManager arrays = manager.newSubManager()) {
            // ids are at most 2^24, which a float32 represents exactly
            NDArray x = arrays.full(new Shape(ROWS, sizes.input()), (float) id, DataType.INT64);
            NDArray states = arrays.zeros(new Shape(ROWS, sizes.state()), DataType.FLOAT32);
            ForwardResult.of(() -> module.forward(parameters, new NDList(x, states), false));
        } catch (ai.djl.engine.EngineException e) {
            throw new BundleException(
                    "the module does not accept the id " + id + ", the largest of " + file + ": "
                            + TorchEngine.reason(e) + "; it needs " + (id + 1) + " embeddings",
                    e);
        }
    }

    @Override
    public StepModel stepModel(Manifest manifest, @Nullable Vocabulary vocabulary) {
        return new TorchStepModel(manifest, vocabulary, new ByteArrayInputStream(bytes), engine, Device.cpu(), ROWS);
    }

    @Override
    public void close() {
        manager.close();
    }
}
