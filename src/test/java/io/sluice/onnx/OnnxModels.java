package io.sluice.onnx;

import static io.sluice.offline.training.onnx.OnnxFormat.FLOAT;
import static io.sluice.offline.training.onnx.OnnxFormat.attribute;
import static io.sluice.offline.training.onnx.OnnxFormat.floats;
import static io.sluice.offline.training.onnx.OnnxFormat.longs;
import static io.sluice.offline.training.onnx.OnnxFormat.model;
import static io.sluice.offline.training.onnx.OnnxFormat.node;
import static io.sluice.offline.training.onnx.OnnxFormat.value;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.sluice.model.ReferenceGru;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import java.util.List;

/** Makes ONNX files with the weights of a reference model: a GRU and a linear head. */
public final class OnnxModels {
    private OnnxModels() {}

    /** Returns a file that takes runs. */
    public static byte[] runs(ReferenceGruModel model) {
        return model(ofRuns(model)).build().toByteArray();
    }

    /** Returns a file that takes single steps. */
    public static byte[] steps(ReferenceGruModel model) {
        return model(ofSteps(model)).build().toByteArray();
    }

    static GraphProto.Builder ofRuns(ReferenceGruModel model) {
        Sizes sizes = model.sizes();
        return weights(model)
                .addInput(value("x", FLOAT, "T", "B", sizes.input()))
                .addInput(value("state", FLOAT, "B", sizes.state()))
                .addOutput(value("y", FLOAT, "T", "B", sizes.output()))
                .addOutput(value("states", FLOAT, "T", "B", sizes.state()))
                .addNode(gru("x", sizes))
                .addNode(node("Squeeze", List.of("h", "one"), "states"))
                .addNode(node("MatMul", List.of("states", "a"), "ya"))
                .addNode(node("Add", List.of("ya", "c"), "y"));
    }

    static GraphProto.Builder ofSteps(ReferenceGruModel model) {
        Sizes sizes = model.sizes();
        return weights(model)
                .addInput(value("x", FLOAT, "B", sizes.input()))
                .addInput(value("state", FLOAT, "B", sizes.state()))
                .addOutput(value("y", FLOAT, "B", sizes.output()))
                .addOutput(value("states", FLOAT, "B", sizes.state()))
                .addNode(node("Unsqueeze", List.of("x", "zero"), "x1"))
                .addNode(gru("x1", sizes))
                .addNode(node("Squeeze", List.of("h", "both"), "states"))
                .addNode(node("MatMul", List.of("states", "a"), "ya"))
                .addNode(node("Add", List.of("ya", "c"), "y"));
    }

    private static GraphProto.Builder weights(ReferenceGruModel model) {
        Sizes sizes = model.sizes();
        ReferenceGru gru = model.gru();
        int units = sizes.state();
        return GraphProto.newBuilder()
                .setName("gru")
                .addInitializer(floats("w", zrh(gru.weightIh(), units * sizes.input()), 1, 3 * units, sizes.input()))
                .addInitializer(floats("r", zrh(gru.weightHh(), units * units), 1, 3 * units, units))
                .addInitializer(floats("b", both(zrh(gru.biasIh(), units), zrh(gru.biasHh(), units)), 1, 6 * units))
                .addInitializer(floats("a", transposed(model.headWeight(), sizes.output()), units, sizes.output()))
                .addInitializer(floats("c", model.headBias(), sizes.output()))
                .addInitializer(longs("zero", 0))
                .addInitializer(longs("one", 1))
                .addInitializer(longs("both", 0, 1))
                .addNode(node("Unsqueeze", List.of("state", "zero"), "h0"));
    }

    private static NodeProto.Builder gru(String x, Sizes sizes) {
        return node("GRU", List.of(x, "w", "r", "b", "", "h0"), "h")
                .addAttribute(attribute("hidden_size", sizes.state()))
                .addAttribute(attribute("linear_before_reset", 1));
    }

    /** PyTorch has the gates in the order r, z, n; ONNX has z, r, h. */
    private static float[] zrh(float[] rzn, int gate) {
        float[] zrh = rzn.clone();
        System.arraycopy(rzn, gate, zrh, 0, gate);
        System.arraycopy(rzn, 0, zrh, gate, gate);
        return zrh;
    }

    private static float[] both(float[] first, float[] second) {
        float[] both = new float[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static float[] transposed(float[] matrix, int rows) {
        int columns = matrix.length / rows;
        float[] transposed = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            transposed[i % columns * rows + i / columns] = matrix[i];
        }
        return transposed;
    }
}
