package io.sluice.offline.training.cell;

import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A layer whose state is one vector (Elman's network, gated recurrent units) or two (long short-term memory).
 *
 * <p>Its weights have PyTorch's layout with one block of H rows for each gate: {@code w_ih [GH, I]}, {@code w_hh [GH,
 * H]}, {@code b_ih [GH]}, {@code b_hh [GH]}. Their initial values are uniform between -1 / sqrt(H) and 1 / sqrt(H). The
 * initial bias of a forget gate is 1 higher, so that an untrained cell keeps its memory (Gers, Schmidhuber and Cummins
 * 2000).
 *
 * @param source the resource file with the TorchScript methods
 * @param rows the number of blocks, G
 * @param vectors the number of vectors in the state
 */
record GatedLayer(String source, int input, int hidden, int rows, int vectors, List<String> gates) implements Layer {
    private static final List<String> GRU_GATES = List.of("replaced", "past_used");
    private static final List<String> LSTM_GATES = List.of("forgotten", "written", "shown");

    GatedLayer {
        gates = List.copyOf(gates);
    }

    /**
     * Creates an Elman layer: h' = tanh(W x + b + U h + b'), PyTorch's form of Elman 1990, "Finding Structure in Time".
     */
    static GatedLayer rnn(int input, int hidden) {
        return new GatedLayer("cell/rnn.torchscript", input, hidden, 1, 1, List.of());
    }

    /**
     * Creates a GRU in PyTorch's form: r is applied after the recurrent product, and z is the share that is kept. The
     * blocks are r, z, n.
     */
    static GatedLayer gru(int input, int hidden) {
        return new GatedLayer("cell/gru.torchscript", input, hidden, 3, 1, GRU_GATES);
    }

    /**
     * Creates a GRU in its original form: r is applied before the recurrent product, as in Cho et al. 2014 (arXiv
     * 1406.1078, equations 5 to 8), and z is the share that is replaced, as in Chung, Gulcehre, Cho and Bengio 2014
     * (arXiv 1412.3555, equations 4 to 8). The blocks are r, z, n.
     */
    static GatedLayer gruCho(int input, int hidden) {
        return new GatedLayer("cell/gru-cho.torchscript", input, hidden, 3, 1, GRU_GATES);
    }

    /**
     * Creates an LSTM of Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000. The blocks are i,
     * f, g, o.
     */
    static GatedLayer lstm(int input, int hidden) {
        return new GatedLayer("cell/lstm.torchscript", input, hidden, 4, 2, LSTM_GATES);
    }

    /**
     * Creates an LSTM whose gates see the memory itself: Gers, Schraudolph and Schmidhuber 2002, "Learning Precise
     * Timing with LSTM Recurrent Networks". It has additional weights {@code w_peep [3, H]} for i, f and o.
     */
    static GatedLayer lstmPeephole(int input, int hidden) {
        return new GatedLayer("cell/lstm-peephole.torchscript", input, hidden, 4, 2, LSTM_GATES);
    }

    @Override
    public int state() {
        return vectors * hidden;
    }

    @Override
    public List<Parameter> weights(String suffix, RandomGenerator random) {
        double bound = 1 / Math.sqrt(hidden);
        List<Parameter> weights = new ArrayList<>(List.of(
                Parameter.uniform("w_ih" + suffix, random, bound, rows * hidden, input),
                Parameter.uniform("w_hh" + suffix, random, bound, rows * hidden, hidden),
                withForgetBias(Parameter.uniform("b_ih" + suffix, random, bound, rows * hidden)),
                Parameter.uniform("b_hh" + suffix, random, bound, rows * hidden)));
        if (template().contains("self.w_peep")) {
            weights.add(Parameter.uniform("w_peep" + suffix, random, bound, 3, hidden));
        }
        return weights;
    }

    /** Adds 1 to the bias of the forget gate, which is the second of four blocks. */
    private Parameter withForgetBias(Parameter bias) {
        if (rows < 4) {
            return bias;
        }
        float[] values = bias.values();
        for (int i = hidden; i < 2 * hidden; i++) {
            values[i] += 1;
        }
        return new Parameter(bias.name(), bias.shape(), values);
    }

    private String template() {
        return ScriptSource.read(source);
    }

    @Override
    public String methods(String className, String suffix) {
        String steps = template();
        String sequence = steps.contains("cell_sequence") ? "" : "\n" + ScriptSource.read("cell/loop.torchscript");
        return ScriptSource.fill(
                steps + sequence, Map.of("CLASS", "__torch__." + className, "LAYER", suffix, "HIDDEN", hidden));
    }
}
