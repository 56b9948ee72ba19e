package io.sluice.training;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.sluice.model.Sizes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A TorchScript module with {@code forward_seq}, loaded by DJL for training or for reading whole series.
 *
 * <p>One thread at a time; gradients are global to the process.
 */
final class SequenceNetwork implements AutoCloseable {
    private final Model model;
    private final Sizes sizes;
    private final boolean trainable;

    private SequenceNetwork(Model model, Sizes sizes, boolean trainable) {
        this.model = model;
        this.sizes = sizes;
        this.trainable = trainable;
    }

    /** Loads an archive whose parameters collect gradients. */
    static SequenceNetwork trainable(byte[] archive, Sizes sizes) throws IOException {
        return load(archive, sizes, true);
    }

    /** Loads an archive to run it. */
    static SequenceNetwork open(byte[] archive, Sizes sizes) throws IOException {
        return load(archive, sizes, false);
    }

    /** By way of a file: what DJL loads from a stream collects no gradients. */
    private static SequenceNetwork load(byte[] archive, Sizes sizes, boolean trainable) throws IOException {
        Path file = Files.createTempFile("sluice", ".pt");
        Model model = Model.newInstance("sequence", "PyTorch");
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
        return new SequenceNetwork(model, sizes, trainable);
    }

    /** A manager for one step's arrays; close it. */
    NDManager newArrays() {
        return model.getNDManager().newSubManager();
    }

    /** The chosen weights by name, the live arrays. */
    List<Pair<String, NDArray>> weights(Predicate<String> chosen) {
        return model.getBlock().getParameters().stream()
                .filter(pair -> chosen.test(pair.getKey()))
                .map(pair -> new Pair<>(pair.getKey(), pair.getValue().getArray()))
                .toList();
    }

    /**
     * Runs {@code forward_seq} on {@code x[T, B, I]} from {@code state[B, S]}.
     *
     * @return y [T, B, O] and state' [B, S], in {@code arrays}
     */
    NDList forward(NDManager arrays, float[] x, int lanes, float[] state) {
        return call("forward_seq", arrays, x, lanes, state);
    }

    /** Runs another method that takes the same. */
    NDList call(String name, NDManager arrays, float[] x, int lanes, float[] state) {
        int steps = x.length / (lanes * sizes.input());
        NDArray sequence = arrays.create(x, new Shape(steps, lanes, sizes.input()));
        NDArray carried = arrays.create(state, new Shape(lanes, sizes.state()));
        NDArray method = arrays.create(0);
        method.setName("module_method:" + name);
        return model.getBlock()
                .forward(new ParameterStore(arrays, true), new NDList(sequence, carried, method), trainable);
    }

    /** The module with its weights as they are now, as a plain TorchScript archive. */
    byte[] archive() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JniUtils.writeModule((PtSymbolBlock) model.getBlock(), out, false);
        return out.toByteArray();
    }

    @Override
    public void close() {
        model.close();
    }
}
