package io.sluice.offline.training.text;

import io.sluice.Internal;
import io.sluice.model.Sizes;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The recurrent cell for texts: says what a text means (for or against, or another set of labels), and what the mood of
 * its key is by now.
 *
 * <p><b>This text.</b> Tables give each token, and each known pair of neighbouring tokens ({@link PairTable}, looked up
 * inside the module from their ids), the numbers of {@link TextEvidence}: what linear models of each data set, over
 * words and over characters, make of it, and which set it is typical of. They are summed over the text. A small network
 * weighs the sums, so that a phrase about a camera is judged by what phrases about cameras were learned from. Where the
 * recipe says so, what the key said before is weighed, too.
 *
 * <p><b>The key so far.</b> A recurrent {@link RecurrentCell}, by default a GRU, sees the sums and what the network
 * made of them. Beside its memory the packed state keeps the sums of all texts, twice, and their token counts; gates
 * that the cell steers let go of what is past, each number by itself: nothing within a review, which is judged as a
 * whole, and soon where a mood has turned.
 *
 * <p>Widths are multiples of 8, so that a row's result does not depend on the rows beside it. Zeros are a key never
 * seen. A row of padding alone is a text of no tokens.
 */
@Internal
public final class TextModule {
    public static final String CLASS_NAME = "TextCell";
    /** Labels at most: the linear layers that speak of labels are so wide, whatever their number. */
    static final int SPOKEN = 8;

    private static final int MIXED = 32;
    private static final int JUDGED = 32;
    /** Gates start at sigmoid(5) = 0.993 for the slow sums and at sigmoid(1) = 0.73 for the quick ones. */
    private static final float SLOW = 5;

    private static final float QUICK = 1;

    private final TextRecipe recipe;
    private final TextEvidence.Columns columns;
    private final int width;
    private final int sums;
    private final RecurrentCell cell;

    TextModule(TextRecipe recipe) {
        this.recipe = recipe;
        this.columns = recipe.columns();
        this.width = columns.width();
        this.sums = 2 * (width + SPOKEN);
        this.cell = recipe.choice().cell(2 * width + SPOKEN + width, recipe.hidden());
    }

    public Sizes sizes() {
        return new Sizes(
                recipe.tokens(), cell.state() + 2 * sums + 2 * width, outputs().size());
    }

    /** The numbers that the tables have for a token. */
    public int width() {
        return width;
    }

    /** How many labels there are. */
    int labels() {
        return recipe.labels().size();
    }

    /** Logits of this text, then of the key so far, by label. */
    List<String> outputs() {
        return Stream.of("logit.", "running.")
                .flatMap(part -> recipe.labels().stream().map(label -> part + label))
                .toList();
    }

    /** Weights to start from, beside the tables: uniform, as PyTorch starts its layers, with open gates. */
    public List<Parameter> initialWeights(RandomGenerator random) {
        int hidden = recipe.hidden();
        int features = 2 * width;
        List<Parameter> weights = new ArrayList<>();
        weights.addAll(layer("mix", MIXED, features, random));
        weights.addAll(layer("text", SPOKEN, MIXED, random));
        weights.add(Parameter.uniform("w_direct", random, 0.01, SPOKEN, features));
        weights.addAll(layer("note", MIXED, features, random));
        weights.addAll(layer("hear", SPOKEN, MIXED, random));
        weights.addAll(cell.initialWeights(random));
        weights.add(Parameter.uniform("w_keep", random, 1 / Math.sqrt(hidden) / 8, sums, hidden));
        weights.add(new Parameter("b_keep", List.of(sums), openGates()));
        weights.addAll(layer("judge", JUDGED, hidden + 2 * sums, random));
        weights.addAll(layer("run", SPOKEN, JUDGED, random));
        weights.add(Parameter.uniform("w_sum", random, 0.01, SPOKEN, 2 * sums));
        if (recipe.context()) {
            weights.add(Parameter.zeros("w_past", SPOKEN, cell.state()));
        }
        weights.add(Parameter.filled("sharpness", 1f, outputs().size()));
        return weights;
    }

    private static List<Parameter> layer(String name, int to, int from, RandomGenerator random) {
        double bound = 1 / Math.sqrt(from);
        return List.of(
                Parameter.uniform("w_" + name, random, bound, to, from),
                Parameter.uniform("b_" + name, random, bound, to));
    }

    private float[] openGates() {
        float[] gates = new float[sums];
        Arrays.fill(gates, 0, sums / 2, SLOW);
        Arrays.fill(gates, sums / 2, sums, QUICK);
        return gates;
    }

    /** Whether gradients change the parameter; the tables and the calibration stay as they are. */
    static boolean learns(String parameter) {
        return RecurrentCell.learns(parameter)
                && !List.of("tokens", "pairs", "sharpness").contains(parameter);
    }

    /**
     * The methods: {@code forward(x[B, T], state)}, {@code explain}, {@code forward_seq(x[L, B, T], state) -> (y[L, B,
     * 2 K], state')}, and {@code learn_seq(said[L, B, W], count[L, B, 1], state) -> (text[L, B, K], running[L, B, K],
     * state')}, which takes sums of evidence in place of ids and gives the logits of the K labels, not yet calibrated.
     */
    public String methods() {
        Map<String, Object> words = Map.ofEntries(
                Map.entry("PAST", recipe.context() ? " + torch.linear(memory, self.w_past)" : ""),
                Map.entry("ROW_PRIME", PairTable.ROW_PRIME),
                Map.entry("CHECK_PRIME", PairTable.CHECK_PRIME),
                Map.entry("CHECKS", PairTable.CHECKS),
                Map.entry("UNPAIRED", width - columns.ofPairs()),
                Map.entry("PAIRED", columns.ofPairs()),
                Map.entry("PAIRS", recipe.pairs()),
                Map.entry("DROPOUT", recipe.dropout()),
                Map.entry("MEMORY", cell.state()),
                Map.entry("LABELS", labels()),
                Map.entry("SUMS", sums),
                Map.entry("WIDTH", width));
        return cell.methods(CLASS_NAME) + "\n"
                + ScriptSource.fill(ScriptSource.read("text/TextModule.torchscript"), words);
    }
}
