package io.sluice.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sluice.model.BundleException;
import io.sluice.model.EngineException;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A loaded file that has the inputs and outputs of a step, in one of two forms:
 *
 * <pre>
 *   of runs:          x [T, B, I], state [B, S]  gives  y [T, B, O], states [T, B, S]
 *   of single steps:  x [B, I],    state [B, S]  gives  y [B, O],    states [B, S]
 * </pre>
 *
 * <p>Tensors use the memory that the caller gives: nothing is copied. One thread uses a graph at a time.
 */
final class OnnxGraph implements AutoCloseable {
    private static final String X = "x";
    private static final String STATE = "state";
    private static final String Y = "y";
    private static final String STATES = "states";

    private static final String CONTRACT =
            "; a model of runs has the inputs x [T, B, I] and state [B, S] and the outputs"
                    + " y [T, B, O] and states [T, B, S], see docs/models.md";

    private static final Pattern OPSET =
            Pattern.compile("Opset (\\d+) is under development.* for domain (\\S*) is till opset (\\d+)");
    /** The name that ONNX Runtime gives the domain of the standard operators. */
    private static final String STANDARD_OPERATORS = "ai.onnx";

    private static final Pattern FORMAT =
            Pattern.compile("Unsupported model IR version: (\\d+), max supported IR version: (\\d+)");

    /** Two numbers that no size of a model is likely to have: they show a size that a graph has fixed. */
    private static final int PROBE_STEPS = 2;

    private static final int PROBE_ROWS = 3;

    private final String file;
    private final OrtSession session;
    private final TensorInfo x;
    private final TensorInfo state;

    private OnnxGraph(String file, OrtSession session) throws OrtException {
        this.file = file;
        this.session = session;
        Map<String, NodeInfo> inputs = session.getInputInfo();
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        this.x = tensor("input", X, inputs);
        this.state = tensor("input", STATE, inputs);
        requireNoOther(inputs.keySet());
        requireInput();
        requireOutput(Y, tensor("output", Y, outputs));
        requireOutput(STATES, tensor("output", STATES, outputs));
    }

    /**
     * Loads a file.
     *
     * @param file the name of the file in messages
     * @throws BundleException if it is no ONNX file of this form, or needs a later version of ONNX Runtime
     */
    static OnnxGraph load(String file, byte[] bytes) {
        if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
            throw new BundleException(
                    file + " is a zip file and not an ONNX file; the name of a TorchScript file, which"
                            + " torch.jit writes, ends in .pt");
        }
        ExternalData.requireNone(file, bytes);
        try {
            return open(file, OnnxRuntime.session(bytes));
        } catch (OrtException e) {
            throw new BundleException(file + problem(String.valueOf(e.getMessage()), OnnxRuntime.reason(e)), e);
        }
    }

    private static OnnxGraph open(String file, OrtSession session) throws OrtException {
        try {
            return new OnnxGraph(file, session);
        } catch (BundleException e) {
            session.close();
            throw e;
        } catch (OrtException e) {
            session.close();
            throw new BundleException(
                    file + " has an input or an output that is neither a tensor nor a sequence, such as an optional"
                            + " one (" + OnnxRuntime.reason(e) + "); leave it out of the export" + CONTRACT,
                    e);
        }
    }

    private static String problem(String message, String reason) {
        Matcher opset = OPSET.matcher(message);
        if (opset.find()) {
            boolean standard = opset.group(2).equals(STANDARD_OPERATORS);
            return " uses the operator set " + opset.group(1) + (standard ? "" : " of " + opset.group(2)) + ", and "
                    + OnnxRuntime.name() + " knows those up to " + opset.group(3) + "; "
                    + (standard
                            ? "export it with opset_version=17"
                            : "write it with the set " + opset.group(3) + " of " + opset.group(2));
        }
        Matcher format = FORMAT.matcher(message);
        if (format.find()) {
            return " has version " + format.group(1) + " of ONNX's format (IR), and " + OnnxRuntime.name()
                    + " reads those up to " + format.group(2)
                    + "; set model.ir_version in Python, or write it with an earlier version of onnx";
        }
        return " is not a model that " + OnnxRuntime.name() + " can load: " + reason;
    }

    private TensorInfo tensor(String role, String name, Map<String, NodeInfo> found) {
        NodeInfo node = found.get(name);
        if (node == null) {
            throw new BundleException(file + " has no " + role + " " + name + "; it has "
                    + String.join(", ", new TreeSet<>(found.keySet())) + CONTRACT);
        }
        if (node.getInfo() instanceof TensorInfo tensor) {
            return tensor;
        }
        throw new BundleException(
                file + ": the " + role + " " + name + " is a " + node.getInfo() + "; it must be a tensor" + CONTRACT);
    }

    private void requireNoOther(Set<String> inputs) {
        Set<String> others = new TreeSet<>(inputs);
        others.removeAll(Set.of(X, STATE));
        if (!others.isEmpty()) {
            throw new BundleException(file + " has the further input " + String.join(", ", others)
                    + "; pack all that the model remembers of a key into state" + CONTRACT);
        }
    }

    private void requireInput() {
        requireRank("input", X, x, 2, 3);
        requireRank("input", STATE, state, 2, 2);
        requireType("input", STATE, state, OnnxJavaType.FLOAT);
        if (hasSteps()) {
            requireAny("input", X, x, 0, "T, the number of steps of a run");
        }
        requireAny("input", X, x, x.getShape().length - 2, "B, the number of rows");
        requireAny("input", STATE, state, 0, "B, the number of rows");
    }

    private void requireOutput(String name, TensorInfo output) {
        requireType("output", name, output, OnnxJavaType.FLOAT);
        int rank = x.getShape().length;
        if (output.getShape().length == 0) {
            return; // the file does not say the shape; a run does
        }
        requireRank("output", name, output, rank, rank);
        for (int i = 0; i < rank - 1; i++) {
            requireAny("output", name, output, i, i == rank - 2 ? "B, the number of rows" : "T, the number of steps");
        }
    }

    private void requireRank(String role, String name, TensorInfo tensor, int least, int most) {
        int rank = tensor.getShape().length;
        if (rank < least || rank > most) {
            throw new BundleException(file + ": the " + role + " " + name + " has the shape " + shape(tensor)
                    + ", with " + rank + " dimensions; it must have " + (least == most ? "" : least + " or ") + most
                    + CONTRACT);
        }
    }

    private void requireType(String role, String name, TensorInfo tensor, OnnxJavaType type) {
        if (tensor.type != type) {
            throw new BundleException(file + ": the " + role + " " + name + " has the type " + typeName(tensor.type)
                    + "; it must be " + typeName(type));
        }
    }

    private void requireAny(String role, String name, TensorInfo tensor, int dimension, String meaning) {
        long size = tensor.getShape()[dimension];
        if (size >= 0) {
            throw new BundleException(file + ": the " + role + " " + name + " has the shape " + shape(tensor)
                    + ", which fixes " + meaning + ", at " + size
                    + "; it must accept any: export it with dynamic_axes (or dynamic_shapes)");
        }
    }

    private static String typeName(OnnxJavaType type) {
        return type == OnnxJavaType.FLOAT ? "float32" : type.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String shape(TensorInfo tensor) {
        return Arrays.toString(tensor.getShape()).replace("-1", "any");
    }

    /** Returns true if the graph takes several steps in a call. */
    boolean hasSteps() {
        return x.getShape().length == 3;
    }

    /** Returns S, the size of a row of state; -1 if the file does not say it. */
    int stateWidth() {
        return width(STATE, state);
    }

    /** Returns I, the size of a row x; -1 if the file does not say it. */
    private int inputWidth() {
        return width(X, x);
    }

    private int width(String name, TensorInfo input) {
        long[] shape = input.getShape();
        long width = shape[shape.length - 1];
        if (width > Integer.MAX_VALUE) {
            throw new BundleException(file + ": the input " + name + " has the shape " + shape(input)
                    + ", so a row has " + width + " numbers; a row has at most " + Integer.MAX_VALUE);
        }
        return (int) width;
    }

    /**
     * Checks type and size of the inputs.
     *
     * @param stateWidth the number of elements in a row of state
     */
    void requireInputs(Manifest.Input input, int stateWidth) {
        boolean numeric = input instanceof Manifest.Input.Numeric;
        requireType("input", X, x, numeric ? OnnxJavaType.FLOAT : OnnxJavaType.INT64);
        if (inputWidth() >= 0 && inputWidth() != input.width()) {
            throw new BundleException(
                    file + ": the input x has the shape " + shape(x) + ", so a row has " + inputWidth()
                            + " columns; the input has " + input.width()
                            + (numeric ? ": name " + inputWidth() + " with --columns, or in input.columns" : ""));
        }
        if (stateWidth() >= 0 && stateWidth() != stateWidth) {
            throw new BundleException(file + ": the input state has the shape " + shape(state) + ", so a row has "
                    + stateWidth() + " numbers and not " + stateWidth + "; set the size of the state to "
                    + stateWidth());
        }
    }

    /**
     * Runs the graph once on zeros, and returns the size of a row y.
     *
     * @throws BundleException if the run fails, or its result has another shape than the contract says
     */
    int probe(Manifest.Input input, int stateWidth) {
        int steps = hasSteps() ? PROBE_STEPS : 1;
        ByteBuffer rows = zeros(steps * PROBE_ROWS, input.width(), input.elementBytes());
        ByteBuffer before = zeros(PROBE_ROWS, stateWidth, Float.BYTES);
        try (OnnxTensor in = tensor(rows, x.type, shape(steps, PROBE_ROWS, input.width()));
                OnnxTensor from = tensor(before, OnnxJavaType.FLOAT, new long[] {PROBE_ROWS, stateWidth});
                OrtSession.Result result = session.run(Map.of(X, in, STATE, from), Set.of(Y, STATES))) {
            long[] y = shape(result, Y);
            int output = y.length == 0 ? 0 : Math.toIntExact(y[y.length - 1]);
            requireShape(Y, shape(steps, PROBE_ROWS, Math.max(1, output)), y);
            requireShape(STATES, shape(steps, PROBE_ROWS, stateWidth), shape(result, STATES));
            return output;
        } catch (OrtException e) {
            throw new BundleException(
                    file + " does not step " + PROBE_ROWS + " rows of zeros, x "
                            + Arrays.toString(shape(steps, PROBE_ROWS, input.width())) + " and state ["
                            + PROBE_ROWS + ", " + stateWidth + "]: " + OnnxRuntime.reason(e),
                    e);
        }
    }

    private ByteBuffer zeros(int rows, int width, int elementBytes) {
        long bytes = (long) rows * width * elementBytes;
        if (bytes > Integer.MAX_VALUE) {
            throw new BundleException(file + " cannot be stepped: " + rows + " rows of " + width + " numbers have "
                    + bytes + " bytes, and Sluice holds at most " + Integer.MAX_VALUE + "; make the row smaller");
        }
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long[] shape(OrtSession.Result result, String name) {
        return result.get(name)
                .map(value -> value.getInfo() instanceof TensorInfo info ? info.getShape() : new long[0])
                .orElseThrow();
    }

    private void requireShape(String name, long[] expected, long[] found) {
        if (!Arrays.equals(expected, found)) {
            throw new BundleException(file + ": the output " + name + " has the shape " + Arrays.toString(found)
                    + (hasSteps() ? " for " + PROBE_STEPS + " steps of " : " for ") + PROBE_ROWS
                    + " rows; it must be " + Arrays.toString(expected) + CONTRACT);
        }
    }

    private long[] shape(int steps, int rows, int width) {
        return hasSteps() ? new long[] {steps, rows, width} : new long[] {rows, width};
    }

    /**
     * Steps rows.
     *
     * @param x the rows x of the first step, then those of the second, and so on
     * @param state the state of each row before the first step
     * @param y takes the rows y in the order of {@code x}
     * @param states takes the states after each step in the order of {@code x}
     * @param steps the number of steps; 1 if the graph takes single steps
     * @throws EngineException if ONNX Runtime fails; {@code y} and {@code states} are then invalid
     */
    void run(Sizes sizes, ByteBuffer x, ByteBuffer state, ByteBuffer y, ByteBuffer states, int steps, int rows) {
        try (OnnxTensor in = tensor(x, this.x.type, shape(steps, rows, sizes.input()));
                OnnxTensor before = tensor(state, OnnxJavaType.FLOAT, new long[] {rows, sizes.state()});
                OnnxTensor out = tensor(y, OnnxJavaType.FLOAT, shape(steps, rows, sizes.output()));
                OnnxTensor after = tensor(states, OnnxJavaType.FLOAT, shape(steps, rows, sizes.state()))) {
            session.run(Map.of(X, in, STATE, before), Map.of(Y, out, STATES, after))
                    .close();
        } catch (OrtException e) {
            throw new EngineException(
                    "the model failed" + (rows == 1 ? "" : " for " + rows + " rows") + ": " + OnnxRuntime.reason(e), e);
        }
    }

    private static OnnxTensor tensor(ByteBuffer memory, OnnxJavaType type, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), memory, shape, type);
    }

    /** Returns an entry of the file's metadata; null if it has none of this name. */
    @Nullable
    String metadata(String name) {
        try {
            return session.getMetadata().getCustomMetadata().get(name);
        } catch (OrtException e) {
            throw new BundleException(file + ": the metadata cannot be read: " + OnnxRuntime.reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime cannot close a model: " + OnnxRuntime.reason(e), e);
        }
    }
}
