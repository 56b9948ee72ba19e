package io.sluice.offline.training.cell;

import io.sluice.Internal;
import io.sluice.offline.training.onnx.OnnxNodes;
import io.sluice.offline.training.onnx.OnnxStep;
import io.sluice.offline.training.onnx.RecurrentOperator;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link RecurrentCell} in ONNX: one operator for each layer.
 *
 * @param suffixes the ends of the names of the weights, by layer
 */
@Internal
public record OnnxCell(RecurrentOperator operator, int hidden, List<String> suffixes) {
    public OnnxCell {
        suffixes = List.copyOf(suffixes);
    }

    /** Returns true if {@link #runs} works: if the operator gives the state after each step. */
    public boolean hasRuns() {
        return operator.givesAllStates();
    }

    /** Adds one step: x [B, I] and the state [B, S] give y [B, H] and the next state. */
    public OnnxStep.Result step(OnnxNodes nodes, String x, String state) {
        OnnxStep.Result result = write(nodes, nodes.unsqueeze(x, 0), state);
        return new OnnxStep.Result(nodes.squeeze(result.y(), 0), nodes.squeeze(result.state(), 0));
    }

    /** Adds whole runs: x [T, B, I] and the state [B, S] give y [T, B, H] and the states [T, B, S]. */
    public OnnxStep.Result runs(OnnxNodes nodes, String x, String state) {
        if (!hasRuns()) {
            throw new IllegalStateException(
                    "the operator " + operator + " does not give the state after each step; write single steps");
        }
        return write(nodes, x, state);
    }

    private OnnxStep.Result write(OnnxNodes nodes, String x, String state) {
        if (suffixes.size() == 1) {
            return operator.write(nodes, suffixes.get(0), hidden, x, state);
        }
        int vectors = operator == RecurrentOperator.LSTM ? 2 : 1;
        int[] widths = suffixes.stream().mapToInt(suffix -> vectors * hidden).toArray();
        List<String> before = nodes.split(state, widths);
        List<String> after = new ArrayList<>();
        String y = x;
        for (int layer = 0; layer < suffixes.size(); layer++) {
            OnnxStep.Result result = operator.write(nodes, suffixes.get(layer), hidden, y, before.get(layer));
            after.add(result.state());
            y = result.y();
        }
        return new OnnxStep.Result(y, nodes.concat(-1, after.toArray(String[]::new)));
    }
}
