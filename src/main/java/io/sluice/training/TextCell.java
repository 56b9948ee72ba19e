package io.sluice.training;

import io.sluice.model.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The recurrent cell for texts: says whether this text is for or against, and what the mood of its key is by now.
 *
 * <p><b>This text.</b> Tables give each token, and each pair of neighbouring tokens (hashed, inside the module, from
 * their ids), {@value #WIDTH} numbers of {@link TextEvidence}: what linear models of each data set, over words and over
 * characters, make of it, and which set it is typical of. They are summed over the text. A small network weighs the sums,
 * so that a phrase about a camera is judged by what phrases about cameras were learned from.
 *
 * <p><b>The key so far.</b> A recurrent {@link Cell}, by default a GRU, sees the sums and what the network made of them. Beside its memory the packed
 * state keeps the sums of all texts, twice, and their token counts; gates that the cell steers let go of what is past,
 * each number by itself: nothing within a review, which is judged as a whole, and soon where a mood has turned.
 *
 * <p>Widths are multiples of 8, so that a row's result does not depend on the rows beside it. Zeros are a key never seen.
 * A row of padding alone is a text of no tokens.
 */
final class TextCell {
    static final String CLASS_NAME = "TextCell";
    /** The numbers that the tables have for a token: multiple of 8. */
    static final int WIDTH = 8;

    private static final long PRIME = 65_537;
    private static final int SPOKEN = 8;
    private static final int MIXED = 32;
    private static final int JUDGED = 32;
    private static final int OUTPUTS = 8;
    private static final int SUMS = 2 * (WIDTH + SPOKEN);
    /** Gates start at sigmoid(5) = 0.993 for the slow sums and at sigmoid(1) = 0.73 for the quick ones. */
    private static final float SLOW = 5;

    private static final float QUICK = 1;

    private final int tokens;
    private final int pairs;
    private final Cell cell;
    private final double dropout;

    /**
     * @param tokens T, the tokens of a row
     * @param pairs rows of the table of pairs
     * @param hidden units of the recurrent cell, a multiple of 8
     * @param choice which cell
     * @param dropout the share of inner activations that is left out while learning
     */
    TextCell(int tokens, int pairs, int hidden, CellChoice choice, double dropout) {
        this.tokens = tokens;
        this.pairs = pairs;
        this.cell = choice.cell(2 * WIDTH + SPOKEN + WIDTH, hidden);
        this.dropout = dropout;
    }

    Sizes sizes() {
        return new Sizes(tokens, cell.state() + 2 * SUMS + 2 * WIDTH, outputs().size());
    }

    /** Logits of this text, then of the key so far, by label. */
    static List<String> outputs() {
        return List.of("logit.negative", "logit.positive", "running.negative", "running.positive");
    }

    /** The row of the table of pairs for two neighbouring tokens: what the module computes. */
    static int pair(int before, int after, int pairs) {
        return (int) ((before * PRIME + after) % pairs);
    }

    /** Weights to start from, beside the tables: uniform, as PyTorch starts its layers, with open gates. */
    List<Parameter> initialWeights(RandomGenerator random) {
        int features = 2 * WIDTH;
        List<Parameter> weights = new ArrayList<>();
        weights.addAll(layer("mix", MIXED, features, random));
        weights.addAll(layer("text", SPOKEN, MIXED, random));
        weights.add(Parameter.uniform("w_direct", random, 0.01, SPOKEN, features));
        weights.addAll(layer("note", MIXED, features, random));
        weights.addAll(layer("hear", SPOKEN, MIXED, random));
        int hidden = cell.hidden();
        weights.addAll(cell.initialWeights(random));
        weights.add(Parameter.uniform("w_keep", random, 1 / Math.sqrt(hidden) / 8, SUMS, hidden));
        weights.add(new Parameter("b_keep", List.of(SUMS), openGates()));
        weights.addAll(layer("judge", JUDGED, hidden + 2 * SUMS, random));
        weights.addAll(layer("run", OUTPUTS, JUDGED, random));
        weights.add(Parameter.uniform("w_sum", random, 0.01, OUTPUTS, 2 * SUMS));
        weights.add(Parameter.filled("sharpness", 1f, outputs().size()));
        return weights;
    }

    private static List<Parameter> layer(String name, int to, int from, RandomGenerator random) {
        double bound = 1 / Math.sqrt(from);
        return List.of(
                Parameter.uniform("w_" + name, random, bound, to, from),
                Parameter.uniform("b_" + name, random, bound, to));
    }

    private static float[] openGates() {
        float[] gates = new float[SUMS];
        Arrays.fill(gates, 0, SUMS / 2, SLOW);
        Arrays.fill(gates, SUMS / 2, SUMS, QUICK);
        return gates;
    }

    /** Whether gradients change the parameter; the tables and the calibration stay as they are. */
    static boolean learns(String parameter) {
        return Cell.learns(parameter)
                && !List.of("tokens", "pairs", "sharpness").contains(parameter);
    }

    /**
     * The methods: {@code forward(x[B, T], state)}, {@code explain}, {@code forward_seq(x[L, B, T], state) -> (y[L, B, 4], state')}, and
     * {@code learn_seq(said[L, B, 8], count[L, B, 1], state) -> (text[L, B, 1], running[L, B, 1], state')}, which takes
     * sums of evidence in place of ids and gives the logits of positive, not yet calibrated.
     */
    String methods() {
        String own = ScriptSource.read("TextCell.py")
                .replace("TOKENS", Integer.toString(tokens))
                .replace("PRIME", Long.toString(PRIME))
                .replace("PAIRS", Integer.toString(pairs))
                .replace("DROPOUT", Double.toString(dropout))
                .replace("MEMORY", Integer.toString(cell.state()))
                .replace("SUMS", Integer.toString(SUMS))
                .replace("WIDTH", Integer.toString(WIDTH));
        return cell.methods(CLASS_NAME) + "\n" + own;
    }
}
