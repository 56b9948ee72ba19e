package io.sluice.offline.training.words;

import io.sluice.model.Sizes;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A recurrent cell over {@value #LETTERS} numbers, a word's letters, with an output at every step: the logits of ten
 * digits, of which softmax makes probabilities.
 */
record NumberWordsModule(RecurrentCell cell) {
    static final String CLASS_NAME = "NumberWords";
    /** T: what a word has more is cut off. */
    static final int LETTERS = 10;

    static final int DIGITS = 10;
    private static final int ROWS = 16;

    Sizes sizes() {
        return new Sizes(LETTERS, cell.state(), 2 * DIGITS);
    }

    /** The digits' logits, twice. */
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

    /**
     * {@code forward(x[B, 10], state)}, {@code forward_seq(x[T, B, 10], state)}, {@code explain(x, state)}, and
     * {@code loss_seq(x[T, B, 10], meant[T, B], state) -> (the mean cross-entropy, state')}.
     */
    String methods() {
        return cell.methods(CLASS_NAME) + "\n"
                + ScriptSource.fill(ScriptSource.read("words/NumberWordsModule.torchscript"), Map.of("DIGITS", DIGITS));
    }
}
