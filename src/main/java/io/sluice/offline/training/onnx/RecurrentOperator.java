package io.sluice.offline.training.onnx;

import static io.sluice.offline.training.onnx.OnnxFormat.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sluice.Internal;
import java.util.ArrayList;
import java.util.List;

/**
 * The recurrent operators of ONNX that give a row the same bits in every batch. In ONNX Runtime 1.21 the operator RNN
 * does not: a row alone had other last bits than among others. Their weights are those of PyTorch: {@code w_ih},
 * {@code w_hh}, {@code b_ih} and {@code b_hh}, with one block of rows for each gate. The order of the blocks differs.
 */
@Internal
public enum RecurrentOperator {
    GRU,
    LSTM;

    /** Returns for each block of ONNX the block of PyTorch. */
    private int[] blocks() {
        return switch (this) {
            case GRU -> new int[] {1, 0, 2}; // z, r, h of r, z, n
            case LSTM -> new int[] {0, 3, 1, 2}; // i, o, f, c of i, f, g, o
        };
    }

    /** Returns true if the operator gives the state after each step. That of the LSTM gives its last memory alone. */
    public boolean givesAllStates() {
        return this != LSTM;
    }

    /**
     * Adds the operator.
     *
     * @param suffix the end of the names of the weights
     * @param x the rows [T, B, I]; of one step, if the operator does not {@link #givesAllStates give all states}
     * @param state the state [B, S] before the first row
     * @return the outputs [T, B, H] and the states [T, B, S]
     */
    public OnnxStep.Result write(OnnxNodes nodes, String suffix, int hidden, String x, String state) {
        int input = nodes.parameter("w_ih" + suffix).shape().get(1);
        List<String> inputs = new ArrayList<>(List.of(
                x,
                weight(nodes, "w_ih" + suffix, hidden, input),
                weight(nodes, "w_hh" + suffix, hidden, hidden),
                biases(nodes, suffix, hidden),
                "")); // all rows have the same length
        List<AttributeProto.Builder> attributes = new ArrayList<>(List.of(attribute("hidden_size", hidden)));
        if (this == LSTM) {
            nodes.split(state, hidden, hidden).forEach(vector -> inputs.add(nodes.unsqueeze(vector, 0)));
        } else {
            inputs.add(nodes.unsqueeze(state, 0));
        }
        if (this == GRU) {
            attributes.add(attribute("linear_before_reset", 1));
        }
        String all = nodes.newName();
        String last = nodes.newName();
        String memory = nodes.newName();
        nodes.add(name(), attributes, inputs, this == LSTM ? new String[] {all, last, memory} : new String[] {all});
        String y = nodes.squeeze(all, 1);
        return new OnnxStep.Result(y, this == LSTM ? nodes.concat(2, y, memory) : y);
    }

    private String weight(OnnxNodes nodes, String name, int hidden, int width) {
        float[] ordered = ordered(nodes.parameter(name).values(), hidden * width);
        return nodes.tensor(name, ordered, 1, blocks().length * hidden, width);
    }

    private String biases(OnnxNodes nodes, String suffix, int hidden) {
        float[] input = ordered(nodes.parameter("b_ih" + suffix).values(), hidden);
        float[] recurrent = ordered(nodes.parameter("b_hh" + suffix).values(), hidden);
        float[] both = new float[input.length + recurrent.length];
        System.arraycopy(input, 0, both, 0, input.length);
        System.arraycopy(recurrent, 0, both, input.length, recurrent.length);
        return nodes.tensor("b" + suffix, both, 1, both.length);
    }

    private float[] ordered(float[] values, int block) {
        int[] blocks = blocks();
        float[] ordered = new float[values.length];
        for (int i = 0; i < blocks.length; i++) {
            System.arraycopy(values, blocks[i] * block, ordered, i * block, block);
        }
        return ordered;
    }
}
