package io.sluice.onnx;

import io.sluice.model.BundleException;
import io.sluice.model.EngineException;
import io.sluice.model.Manifest;
import io.sluice.model.ModelFile;
import io.sluice.model.Sizes;
import io.sluice.model.StepModel;
import io.sluice.model.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** An ONNX file that belongs to no bundle yet. */
public final class OnnxFile implements ModelFile {
    private final byte[] bytes;
    private final OnnxGraph graph;

    private OnnxFile(byte[] bytes, OnnxGraph graph) {
        this.bytes = bytes;
        this.graph = graph;
    }

    /**
     * Loads a file.
     *
     * @param file the name of the file in messages
     * @param bytes its bytes, which the caller must not change
     * @throws BundleException if it is no ONNX file with the inputs and outputs of a step
     */
    public static OnnxFile open(String file, byte[] bytes) {
        return new OnnxFile(bytes, OnnxGraph.load(file, bytes));
    }

    @Override
    public String weightsName() {
        return "model.onnx";
    }

    @Override
    public Sizes sizes(Manifest.Input input, OptionalInt givenState) {
        int state = stateWidth(givenState);
        graph.requireInputs(input, state);
        return new Sizes(input.width(), state, graph.probe(input, state));
    }

    private int stateWidth(OptionalInt given) {
        int found = graph.stateWidth();
        if (found < 0) {
            return given.orElseThrow(() -> new BundleException(
                    "the file does not fix S, the size of a row of state; give the size with --state N"));
        }
        if (given.isPresent() && given.getAsInt() != found) {
            throw new BundleException("--state is " + given.getAsInt()
                    + ", but the input state of the file has rows of " + found + " numbers; leave --state out");
        }
        return found;
    }

    @Override
    public void requireId(long id, String file, Sizes sizes) {
        ByteBuffer x = direct(sizes.input() * Long.BYTES);
        for (int i = 0; i < sizes.input(); i++) {
            x.putLong(i * Long.BYTES, id);
        }
        ByteBuffer state = direct(sizes.state() * Float.BYTES);
        ByteBuffer y = direct(sizes.output() * Float.BYTES);
        try {
            graph.run(sizes, x, state, y, direct(sizes.state() * Float.BYTES), 1, 1);
        } catch (EngineException e) {
            throw new BundleException(
                    "the model does not accept the id " + id + ", the largest of " + file + ": " + e.getMessage()
                            + "; it needs " + (id + 1) + " embeddings",
                    e);
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public StepModel stepModel(Manifest manifest, @Nullable Vocabulary vocabulary) {
        return new OnnxStepModel(manifest, vocabulary, bytes, 1);
    }

    @Override
    public void close() {
        graph.close();
    }
}
