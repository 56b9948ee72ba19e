package io.sluice.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.sluice.model.ReferenceGru;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Makes ONNX files with the weights of a reference model: a GRU and a linear head. */
public final class OnnxModels {
    static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
    static final int INT64 = TensorProto.DataType.INT64.getNumber();

    private OnnxModels() {}

    /** Returns a file that takes runs. */
    public static byte[] runs(ReferenceGruModel model) {
        return model(ofRuns(model)).build().toByteArray();
    }

    /** Returns a file that takes single steps. */
    public static byte[] steps(ReferenceGruModel model) {
        return model(ofSteps(model)).build().toByteArray();
    }

    static ModelProto.Builder model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph);
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
                .addInitializer(floats("w", zrh(gru.weightIh(), units * sizes.input()), 1, 3L * units, sizes.input()))
                .addInitializer(floats("r", zrh(gru.weightHh(), units * units), 1, 3L * units, units))
                .addInitializer(floats("b", both(zrh(gru.biasIh(), units), zrh(gru.biasHh(), units)), 1, 6L * units))
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

    static NodeProto.Builder node(String operator, List<String> inputs, String output) {
        return NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addOutput(output);
    }

    static AttributeProto.Builder attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value);
    }

    static TensorProto.Builder floats(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(name, FLOAT, shape).setRawData(ByteString.copyFrom(bytes.array()));
    }

    static TensorProto.Builder longs(String name, long... values) {
        TensorProto.Builder tensor = tensor(name, INT64, values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor;
    }

    private static TensorProto.Builder tensor(String name, int type, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
        for (long size : shape) {
            tensor.addDims(size);
        }
        return tensor;
    }

    /** @param shape sizes, or names of sizes that may be any */
    static ValueInfoProto.Builder value(String name, int type, Object... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (Object size : shape) {
            dimensions.addDim(
                    size instanceof String any
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam(any)
                            : TensorShapeProto.Dimension.newBuilder().setDimValue((int) size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions)));
    }
}
