package io.sluice.offline.training.torchscript;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.sluice.Internal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A loaded TorchScript module. Its methods can be called, and its weights can be read and changed.
 *
 * <p>It is not thread-safe, and only one thread of the process may compute gradients, because PyTorch's gradient mode
 * is global.
 */
@Internal
public final class Network implements AutoCloseable {
    private final Model model;
    private boolean learning;

    private Network(Model model, boolean learning) {
        this.model = model;
        this.learning = learning;
    }

    /** Loads an archive to train it: its parameters collect gradients. */
    public static Network trainable(byte[] archive) throws IOException {
        return load(archive, true);
    }

    /** Loads an archive for inference. */
    public static Network open(byte[] archive) throws IOException {
        return load(archive, false);
    }

    /** Loads from a temporary file, because parameters that DJL loads from a stream collect no gradients. */
    private static Network load(byte[] archive, boolean trainable) throws IOException {
        Path file = Files.createTempFile("sluice", ".pt");
        Model model = Model.newInstance("network", "PyTorch");
        try {
            Files.write(file, archive);
            model.load(
                    file.toAbsolutePath().getParent(),
                    String.valueOf(file.getFileName()),
                    Map.of("trainParam", Boolean.toString(trainable)));
        } catch (MalformedModelException e) {
            model.close();
            throw new IllegalStateException("PyTorch cannot load the archive: " + e.getMessage(), e);
        } finally {
            Files.delete(file);
        }
        // MKL stores its number of threads for each thread. It uses all cores in a thread that never asked for it.
        JniUtils.getNumThreads();
        Network network = new Network(model, trainable);
        network.setMode(trainable);
        return network;
    }

    /** Creates a manager for the arrays of one call. The caller closes it. */
    public NDManager newArrays() {
        return model.getNDManager().newSubManager();
    }

    /**
     * Returns true if the next calls are for training: the module's {@code training} is then true, and dropout is on.
     */
    public boolean isLearning() {
        return learning;
    }

    /** Sets whether the next calls are for training. */
    public void setLearning(boolean learning) {
        this.learning = learning;
    }

    /** Sets PyTorch's mode explicitly: DJL assumes that a loaded module is in training mode, but ours is not. */
    private void setMode(boolean training) {
        PtSymbolBlock module = (PtSymbolBlock) model.getBlock();
        if (training) {
            JniUtils.enableTrainingMode(module);
        } else {
            JniUtils.enableInferenceMode(module);
        }
    }

    /** Returns the parameters by name: the live arrays, not copies. */
    public Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        model.getBlock()
                .getParameters()
                .forEach(pair -> weights.put(pair.getKey(), pair.getValue().getArray()));
        return weights;
    }

    /** Returns copies of the parameters by name. */
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        weights().forEach((name, array) -> parameters.put(name, parameter(name, array)));
        return parameters;
    }

    private static Parameter parameter(String name, NDArray array) {
        List<Integer> shape = Arrays.stream(array.getShape().getShape())
                .mapToObj(Math::toIntExact)
                .toList();
        return new Parameter(name, shape, array.toFloatArray());
    }

    /** Copies the values of an array into another one of the same shape, for example a weight, in place. */
    public static void copy(NDArray from, NDArray to) {
        to.set(new NDIndex("..."), from); // NDArray.copyTo makes libtorch warn on stderr
    }

    /**
     * Calls a method of the module.
     *
     * @param inputs the arguments, at least one: tensors of float32 or int64, of any shape, without names
     * @return the result, a tuple as a list, in the manager of the first input
     */
    public NDList call(String method, NDArray... inputs) {
        NDManager arrays = inputs[0].getManager();
        NDArray name = arrays.create(0);
        name.setName("module_method:" + method);
        NDList all = new NDList(inputs);
        all.add(name);
        return model.getBlock().forward(new ParameterStore(arrays, true), all, learning);
    }

    /** Saves the module with its current weights as a TorchScript archive for inference. */
    public byte[] archive() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        setMode(false);
        JniUtils.writeModule((PtSymbolBlock) model.getBlock(), out, false);
        setMode(learning);
        return out.toByteArray();
    }

    @Override
    public void close() {
        model.close();
    }
}
