package io.sluice.offline.training.onnx;

import static io.sluice.offline.training.onnx.OnnxFormat.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.sluice.Internal;
import io.sluice.offline.training.torchscript.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The operators of a graph, in the order in which they are added, and the weights and constants that they use. Each
 * method adds an operator and returns the name of its result. Axes below 0 count from the last one.
 */
@Internal
public final class OnnxNodes {
    /**
     * ONNX Runtime 1.21 computes so many elements at once. It computes the rest at the end of a tensor in another way.
     */
    private static final int PACKET = 4;

    private final Map<String, Parameter> weights;
    private final Map<String, TensorProto> tensors = new LinkedHashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();
    private int results;

    /** @param weights the weights by name, in PyTorch's layout */
    OnnxNodes(Map<String, Parameter> weights) {
        this.weights = weights;
    }

    /** Adds an operator with one result. */
    public String add(String operator, String... inputs) {
        return add(operator, List.of(), inputs);
    }

    private String add(String operator, List<AttributeProto.Builder> attributes, String... inputs) {
        String result = newName();
        add(operator, attributes, List.of(inputs), result);
        return result;
    }

    /** Adds an operator with the given results. */
    void add(String operator, List<AttributeProto.Builder> attributes, List<String> inputs, String... outputs) {
        NodeProto.Builder node = OnnxFormat.node(operator, inputs, outputs);
        attributes.forEach(node::addAttribute);
        nodes.add(node.build());
    }

    String newName() {
        return "v" + ++results;
    }

    /** Adds the nodes to a graph. */
    void addNodesTo(GraphProto.Builder graph) {
        graph.addAllNode(nodes);
    }

    /** Adds the weights and constants to a graph. */
    void addTensorsTo(GraphProto.Builder graph) {
        graph.addAllInitializer(tensors.values());
    }

    Parameter parameter(String name) {
        Parameter parameter = weights.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("the network has no weight " + name + "; it has " + weights.keySet());
        }
        return parameter;
    }

    /** Returns a weight as it is. */
    public String weight(String name) {
        Parameter weight = parameter(name);
        return tensor(
                name,
                weight.values(),
                weight.shape().stream().mapToInt(Integer::intValue).toArray());
    }

    String tensor(String name, float[] values, int... shape) {
        tensors.computeIfAbsent(
                name, unused -> OnnxFormat.floats(name, values, shape).build());
        return name;
    }

    /** Returns constants. A name stands for the same constants wherever it is used. */
    public String numbers(String name, float[] values, int... shape) {
        return tensor(name, values, shape);
    }

    /** Returns a number. */
    public String number(double value) {
        return tensor("number " + (float) value, new float[] {(float) value});
    }

    /** Returns a list of whole numbers. */
    public String integers(long... values) {
        String name = "integers " + Arrays.toString(values);
        tensors.computeIfAbsent(name, unused -> OnnxFormat.longs(name, values).build());
        return name;
    }

    /** Returns a + b. In this and the next methods, an axis of length 1 is repeated. */
    public String plus(String a, String b) {
        return add("Add", a, b);
    }

    public String minus(String a, String b) {
        return add("Sub", a, b);
    }

    public String times(String a, String b) {
        return add("Mul", a, b);
    }

    public String times(String a, double factor) {
        return add("Mul", a, number(factor));
    }

    public String over(String a, String b) {
        return add("Div", a, b);
    }

    /** Returns an average that has moved towards a value, by a part of the distance. */
    public String toward(String average, String rate, String value) {
        return plus(average, times(rate, minus(value, average)));
    }

    /** Multiplies rows by the weights w_NAME [O, I], and adds the biases b_NAME. */
    public String linear(String x, String name) {
        return add("Add", product(x, "w_" + name), weight("b_" + name));
    }

    /** Multiplies rows x [.., I] by the weights W [O, I]: x W'. */
    public String product(String x, String weight) {
        Parameter matrix = parameter(weight);
        int rows = matrix.shape().get(0);
        int columns = matrix.shape().get(1);
        return add(
                "MatMul", x, tensor(weight + " transposed", transposed(matrix.values(), rows, columns), columns, rows));
    }

    private static float[] transposed(float[] matrix, int rows, int columns) {
        float[] transposed = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            transposed[i % columns * rows + i / columns] = matrix[i];
        }
        return transposed;
    }

    public String concat(int axis, String... parts) {
        return add("Concat", List.of(attribute("axis", axis)), parts);
    }

    /** Divides the last axis into parts of these sizes. */
    public List<String> split(String x, int... sizes) {
        return split(-1, x, sizes);
    }

    /** Divides an axis into parts of these sizes. */
    public List<String> split(int axis, String x, int... sizes) {
        String[] parts =
                IntStream.range(0, sizes.length).mapToObj(i -> newName()).toArray(String[]::new);
        String lengths = integers(Arrays.stream(sizes).asLongStream().toArray());
        add("Split", List.of(attribute("axis", axis)), List.of(x, lengths), parts);
        return List.of(parts);
    }

    /** Returns the elements of an axis from {@code from} (inclusive) to {@code to} (exclusive). */
    public String slice(String x, int axis, int from, int to) {
        return add("Slice", x, integers(from), integers(to), integers(axis));
    }

    public String squeeze(String x, int axis) {
        return add("Squeeze", x, integers(axis));
    }

    public String unsqueeze(String x, int axis) {
        return add("Unsqueeze", x, integers(axis));
    }

    /** Returns the rows of a table with these ids. */
    public String rows(String table, String ids) {
        return add("Gather", weight(table), ids);
    }

    /** Returns all but the first axis as one. */
    public String flatten(String x) {
        return add("Flatten", x);
    }

    public String toFloats(String x) {
        return add("Cast", List.of(attribute("to", OnnxFormat.FLOAT)), x);
    }

    public String toIntegers(String x) {
        return add("Cast", List.of(attribute("to", OnnxFormat.INT64)), x);
    }

    /** Returns 1 where x is above a bound, else 0. */
    public String above(String x, double bound) {
        return toFloats(isAbove(x, bound));
    }

    /**
     * Returns the sum over an axis, which is gone then. Over the last axis, whole numbers alone have the same sum in
     * every row; {@link #sumOfRow} is for all.
     */
    public String sum(String x, int axis) {
        return add("ReduceSum", List.of(attribute("keepdims", 0)), x, integers(axis));
    }

    /**
     * Returns the sums of the rows [.., W], times a factor, as [.., 1]. A product of matrices adds in the same order
     * for every row; ReduceSum and ReduceMean do not.
     */
    public String sumOfRow(String x, int width, double factor) {
        return add("MatMul", x, repeated(factor, width, 1));
    }

    /** Returns the sums of the columns [H, N], times a factor, as [1, N]. */
    public String sumOfColumn(String x, int height, double factor) {
        return add("MatMul", repeated(factor, 1, height), x);
    }

    private String repeated(double number, int rows, int columns) {
        float[] numbers = new float[rows * columns];
        Arrays.fill(numbers, (float) number);
        return tensor(number + " x " + rows + " x " + columns, numbers, rows, columns);
    }

    /** Adds tensors. */
    public String total(String... tensors) {
        return add("Sum", tensors);
    }

    /** Returns the natural logarithms of rows [B, W] of positive numbers, with the same bits in every row. */
    public String log(String x, int width) {
        int rest = Math.floorMod(-width, PACKET);
        if (rest == 0) {
            return add("Log", x);
        }
        String filled = add("Pad", x, integers(0, 0, 0, rest), number(1));
        return slice(add("Log", filled), 1, 0, width);
    }

    /** Multiplies rows [N, I] by the weights w_NAME [O, I], and adds the biases b_NAME. The result is [O, N]. */
    public String columns(String x, String name) {
        float[] biases = parameter("b_" + name).values();
        return add(
                "Gemm",
                List.of(attribute("transB", 1)),
                weight("w_" + name),
                x,
                tensor("b_" + name + " as column", biases, biases.length, 1));
    }

    /** Exchanges the two axes of a matrix. */
    public String transpose(String matrix) {
        return add("Transpose", matrix);
    }

    public String softmax(int axis, String x) {
        return add("Softmax", List.of(attribute("axis", axis)), x);
    }

    /** Returns 1 / x. */
    public String inverse(String x) {
        return add("Div", number(1), x);
    }

    public String root(String x) {
        return add("Sqrt", x);
    }

    /** Returns the place of the largest number of an axis, which has one element then. */
    public String placeOfLargest(int axis, String x) {
        return add("ArgMax", List.of(attribute("axis", axis)), x);
    }

    /** Returns the element of an axis at its place. */
    public String pick(int axis, String x, String places) {
        return add("GatherElements", List.of(attribute("axis", axis)), x, places);
    }

    /** Replaces the element of an axis at its place. */
    public String replace(int axis, String x, String places, String values) {
        return add("ScatterElements", List.of(attribute("axis", axis)), x, places, values);
    }

    /** Returns {@code slope * x + 0.5}, limited to the range from 0 to 1. */
    public String ramp(String x, float slope) {
        return add("HardSigmoid", List.of(attribute("alpha", slope), attribute("beta", 0.5f)), x);
    }

    public String where(String condition, String then, String otherwise) {
        return add("Where", condition, then, otherwise);
    }

    public String isAbove(String x, double bound) {
        return add("Greater", x, number(bound));
    }

    /** Returns x with other sizes; -1 is the size that is left. */
    public String reshape(String x, long... sizes) {
        return add("Reshape", x, integers(sizes));
    }

    /** Returns the numbers, but at least {@code least}. */
    public String atLeast(String x, double least) {
        return add("Clip", x, number(least));
    }

    /** Limits numbers to the range from {@code least} to {@code most}. */
    public String clip(String x, double least, double most) {
        return add("Clip", x, number(least), number(most));
    }

    /** Adds values to the elements of each row that have these ids. */
    public String scatterAdd(String x, String ids, String values) {
        return add("ScatterElements", List.of(attribute("axis", 1), attribute("reduction", "add")), x, ids, values);
    }

    /** Returns the largest values of each row, the largest first, and their places. */
    public List<String> largest(String x, int count) {
        String values = newName();
        String places = newName();
        add("TopK", List.of(), List.of(x, integers(count)), values, places);
        return List.of(values, places);
    }
}
