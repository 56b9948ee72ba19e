package io.sluice.offline.training.words;

import io.sluice.model.Sizes;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.onnx.OnnxNetwork;
import io.sluice.offline.training.onnx.OnnxNodes;
import io.sluice.offline.training.onnx.OnnxStep;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The TorchScript module for number words: a recurrent cell over {@value #LETTERS} numbers, the letters of a word. Each
 * step has an output, the logits of ten digits.
 */
record NumberWordsModule(RecurrentCell cell) {
    static final String CLASS_NAME = "NumberWords";
    /** The number of letters of a row. The tokenizer cuts off the rest of a word. */
    static final int LETTERS = 10;

    static final int DIGITS = 10;
    /** The rows of the output layer: a multiple of 8, so that a result does not depend on its batch. */
    private static final int ROWS = 16;

    Sizes sizes() {
        return new Sizes(LETTERS, cell.state(), 2 * DIGITS);
    }

    /** Returns the names of the outputs: the logits of the digits, twice. */
    static List<String> outputs() {
        return Stream.of("logit.", "running.")
                .flatMap(head -> IntStream.range(0, DIGITS).mapToObj(digit -> head + digit))
                .toList();
    }

    List<Parameter> initialWeights(RandomGenerator random) {
        double bound = 1 / Math.sqrt(cell.hidden());
        List<Parameter> weights = new ArrayList<>(cell.initialWeights(random));
        weights.add(Parameter.uniform("w_o", random, bound, ROWS, cell.hidden()));
        weights.add(Parameter.zeros("b_o", ROWS));
        return weights;
    }

    /** Returns the network in ONNX; empty if its cell has no form there. */
    Optional<OnnxNetwork> onnx() {
        return cell.onnx()
                .map(onnx -> onnx.hasRuns()
                        ? OnnxNetwork.ofRuns((nodes, x, state) -> write(nodes, x, state, onnx::runs))
                        : OnnxNetwork.ofSteps((nodes, x, state) -> write(nodes, x, state, onnx::step)));
    }

    /** Writes the method {@code forward} of the TorchScript. */
    private static OnnxStep.Result write(OnnxNodes nodes, String x, String state, OnnxStep cell) {
        String letters = nodes.toFloats(x);
        String placed = nodes.times(nodes.above(letters, 0), nodes.minus(letters, nodes.number(13.5)));
        OnnxStep.Result result = cell.write(nodes, nodes.times(placed, 0.16), state);
        String logits = nodes.slice(nodes.linear(result.y(), "o"), -1, 0, DIGITS);
        return new OnnxStep.Result(nodes.concat(-1, logits, logits), result.state());
    }

    /**
     * Returns the source of the methods: {@code forward(x[B, 10], state)}, {@code forward_seq(x[T, B, 10], state)},
     * {@code explain(x, state)}, and {@code loss_seq(x[T, B, 10], meant[T, B], state) -> (loss, state')}, whose loss is
     * the mean cross-entropy.
     */
    String methods() {
        return cell.methods(CLASS_NAME) + "\n"
                + ScriptSource.fill(ScriptSource.read("words/NumberWordsModule.torchscript"), Map.of("DIGITS", DIGITS));
    }
}
