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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A TorchScript module whose methods can be called and whose weights can be read and changed.
 *
 * <p>One thread at a time; gradients are global to the process.
 */
@Internal
public final class Network implements AutoCloseable {
    private final Model model;
    private boolean learning;

    private Network(Model model, boolean learning) {
        this.model = model;
        this.learning = learning;
    }

    /** Loads an archive whose parameters collect gradients. */
    public static Network trainable(byte[] archive) throws IOException {
        return load(archive, true);
    }

    /** Loads an archive to run it. */
    public static Network open(byte[] archive) throws IOException {
        return load(archive, false);
    }

    /** By way of a file: what DJL loads from a stream collects no gradients. */
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
            throw new IllegalStateException("the archive does not load: " + e.getMessage(), e);
        } finally {
            Files.delete(file);
        }
        // MKL keeps its number of threads thread by thread, and takes all cores where a thread never asked for it.
        JniUtils.getNumThreads();
        Network network = new Network(model, trainable);
        network.setMode(trainable);
        return network;
    }

    /** A manager for one call's arrays; close it. */
    public NDManager newArrays() {
        return model.getNDManager().newSubManager();
    }

    /** Whether calls are made to learn from: then the module's own {@code training} is true, and dropout drops. */
    public boolean isLearning() {
        return learning;
    }

    public void setLearning(boolean learning) {
        this.learning = learning;
    }

    /** DJL takes a module to be in training mode when it is loaded, and ours are saved in the other one. */
    private void setMode(boolean training) {
        PtSymbolBlock module = (PtSymbolBlock) model.getBlock();
        if (training) {
            JniUtils.enableTrainingMode(module);
        } else {
            JniUtils.enableInferenceMode(module);
        }
    }

    /** The parameters by name: the live arrays. */
    public Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        model.getBlock()
                .getParameters()
                .forEach(pair -> weights.put(pair.getKey(), pair.getValue().getArray()));
        return weights;
    }

    /** Writes the values of one array into another one of the same shape, such as a weight, in place. */
    public static void copy(NDArray from, NDArray to) {
        to.set(new NDIndex("..."), from); // NDArray.copyTo makes libtorch warn on stderr
    }

    /**
     * Runs a method of the module.
     *
     * @param inputs tensors as the method takes them, at least one: float32 or int64, of any shape, without names
     * @return what the method gives, a tuple as a list, in the manager of the first input
     */
    public NDList call(String method, NDArray... inputs) {
        NDManager arrays = inputs[0].getManager();
        NDArray name = arrays.create(0);
        name.setName("module_method:" + method);
        NDList all = new NDList(inputs);
        all.add(name);
        return model.getBlock().forward(new ParameterStore(arrays, true), all, learning);
    }

    /** The module with its weights as they are now, as a plain TorchScript archive for inference. */
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
