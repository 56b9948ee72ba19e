package io.sluice.offline.training.onnx;

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
import com.google.protobuf.UnsafeByteOperations;
import io.sluice.Internal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The messages of ONNX's format. */
@Internal
public final class OnnxFormat {
    public static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
    public static final int INT64 = TensorProto.DataType.INT64.getNumber();

    /** ONNX 1.12 of 2022 has this version of the format and this operator set, so most tools read them. */
    private static final int IR_VERSION = 8;

    private static final int OPERATOR_SET = 17;

    private OnnxFormat() {}

    /** Returns a file of a graph. */
    public static ModelProto.Builder model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph);
    }

    /**
     * Returns an operator.
     *
     * @param inputs the names of its inputs; an empty name leaves an optional one out
     */
    public static NodeProto.Builder node(String operator, List<String> inputs, String... outputs) {
        return NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addAllOutput(List.of(outputs));
    }

    public static AttributeProto.Builder attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value);
    }

    static AttributeProto.Builder attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value);
    }

    static AttributeProto.Builder attribute(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value));
    }

    static AttributeProto.Builder attribute(String name, GraphProto.Builder value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(value);
    }

    /**
     * Returns a tensor of float32.
     *
     * @param shape no sizes for a single number
     */
    public static TensorProto.Builder floats(String name, float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(name, FLOAT, shape).setRawData(UnsafeByteOperations.unsafeWrap(bytes.array()));
    }

    public static TensorProto.Builder longs(String name, long... values) {
        TensorProto.Builder tensor = tensor(name, INT64, values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor;
    }

    private static TensorProto.Builder tensor(String name, int type, int... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
        for (int size : shape) {
            tensor.addDims(size);
        }
        return tensor;
    }

    /**
     * Returns an input or an output of a graph.
     *
     * @param shape sizes, or names of sizes that may be any
     */
    public static ValueInfoProto.Builder value(String name, int type, Object... shape) {
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
