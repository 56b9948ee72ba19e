package io.sluice.offline.training.text;

import io.sluice.Internal;
import io.sluice.model.Sizes;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.onnx.OnnxNetwork;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The TorchScript module for texts. It gives logits of the label of a text (positive or negative, or another set of
 * labels), and logits of the running label, the mood of the key so far.
 *
 * <p><b>The text.</b> Tables give each token, and each known pair of neighbouring tokens, the numbers of
 * {@link TextEvidence}. The module looks up pairs by their token ids ({@link PairTable}). It sums the numbers over the
 * text, and a small network weighs the sums. So the models that learned from phrases about cameras decide about a
 * phrase about a camera. If the recipe says so, the network sees the earlier texts of the key as well.
 *
 * <p><b>The key.</b> A {@link RecurrentCell}, by default a GRU, sees the sums and the network's output. The packed
 * state holds its hidden state and two decaying sums of the evidence and token counts of all texts. Gates that the cell
 * controls decide how fast each number decays: not at all within a review, which has one label as a whole, and fast
 * after the mood has turned.
 *
 * <p>Widths are multiples of 8, so that the result of a row does not depend on the other rows of its batch. A state of
 * zeros is a key never seen. A row of padding is a text without tokens.
 */
@Internal
public final class TextModule {
    public static final String CLASS_NAME = "TextCell";
    /** The parameter that multiplies the logits: 1 / temperature, which {@link TemperatureScaling} fits. */
    static final String INVERSE_TEMPERATURE = "sharpness";

    private static final int TEXT_HIDDEN = 32;
    private static final int RUNNING_HIDDEN = 32;
    /** The first bias of the gates of the slow sums: sigmoid(5) = 0.993. */
    private static final float SLOW = 5;
    /** The first bias of the gates of the fast sums: sigmoid(1) = 0.73. */
    private static final float FAST = 1;

    private final TextSettings settings;
    private final EvidenceColumns columns;
    private final int width;
    private final int sums;
    private final RecurrentCell cell;

    public TextModule(TextSettings settings) {
        this.settings = settings;
        this.columns = settings.columns();
        this.width = columns.width();
        this.sums = 2 * (width + TextSettings.MAX_LABELS);
        this.cell = settings.choice().cell(2 * width + TextSettings.MAX_LABELS + width, settings.hidden());
    }

    public Sizes sizes() {
        return new Sizes(
                settings.tokens(),
                cell.state() + 2 * sums + 2 * width,
                outputs().size());
    }

    /** Returns the number of columns of the token table. */
    public int width() {
        return width;
    }

    /** Returns the number of labels. */
    int labels() {
        return settings.labels().size();
    }

    /** Returns the names of the outputs: the logits of the text, then the running logits, by label. */
    List<String> outputs() {
        return Stream.of("logit.", "running.")
                .flatMap(head -> settings.labels().stream().map(label -> head + label))
                .toList();
    }

    /**
     * Draws the initial weights, without the tables. They are uniform, as in PyTorch layers, and the gates are open.
     */
    public List<Parameter> initialWeights(RandomGenerator random) {
        int labelRows = TextSettings.MAX_LABELS;
        int hidden = settings.hidden();
        int features = 2 * width;
        List<Parameter> weights = new ArrayList<>();
        weights.addAll(layer("mix", TEXT_HIDDEN, features, random));
        weights.addAll(layer("text", labelRows, TEXT_HIDDEN, random));
        weights.add(Parameter.uniform("w_direct", random, 0.01, labelRows, features));
        weights.addAll(layer("note", TEXT_HIDDEN, features, random));
        weights.addAll(layer("hear", labelRows, TEXT_HIDDEN, random));
        weights.addAll(cell.initialWeights(random));
        weights.add(Parameter.uniform("w_keep", random, 1 / Math.sqrt(hidden) / 8, sums, hidden));
        weights.add(new Parameter("b_keep", List.of(sums), openGates()));
        weights.addAll(layer("judge", RUNNING_HIDDEN, hidden + 2 * sums, random));
        weights.addAll(layer("run", labelRows, RUNNING_HIDDEN, random));
        weights.add(Parameter.uniform("w_sum", random, 0.01, labelRows, 2 * sums));
        if (settings.context()) {
            weights.add(Parameter.zeros("w_past", labelRows, cell.state()));
        }
        weights.add(Parameter.filled(INVERSE_TEMPERATURE, 1f, outputs().size()));
        return weights;
    }

    private static List<Parameter> layer(String name, int outputs, int inputs, RandomGenerator random) {
        double bound = 1 / Math.sqrt(inputs);
        return List.of(
                Parameter.uniform("w_" + name, random, bound, outputs, inputs),
                Parameter.uniform("b_" + name, random, bound, outputs));
    }

    private float[] openGates() {
        float[] biases = new float[sums];
        Arrays.fill(biases, 0, sums / 2, SLOW);
        Arrays.fill(biases, sums / 2, sums, FAST);
        return biases;
    }

    /** Returns true if gradients change the parameter. The tables and the temperature are fixed. */
    static boolean learns(String parameter) {
        return RecurrentCell.learns(parameter)
                && !List.of("tokens", "pairs", INVERSE_TEMPERATURE).contains(parameter);
    }

    /** Returns the network in ONNX; empty if its cell has no form there. */
    Optional<OnnxNetwork> onnx() {
        TextOnnx.Widths widths =
                new TextOnnx.Widths(cell.state(), sums, width, columns.pairColumns(), labels(), settings.pairs());
        return cell.onnx().map(onnx -> OnnxNetwork.ofSteps(new TextOnnx(widths, onnx, settings.context())));
    }

    /**
     * Returns the source of the methods: {@code forward(x[B, T], state)}, {@code explain}, {@code forward_seq(x[L, B,
     * T], state) -> (y[L, B, 2 K], state')}, and {@code learn_seq(said[L, B, W], count[L, B, 1], state) -> (text[L, B,
     * K], running[L, B, K], state')}. The last one takes sums of evidence instead of ids, and gives logits of the K
     * labels before calibration.
     */
    public String methods() {
        Map<String, Object> words = Map.ofEntries(
                Map.entry("PAST", settings.context() ? " + torch.linear(memory, self.w_past)" : ""),
                Map.entry("ROW_PRIME", PairTable.ROW_PRIME),
                Map.entry("CHECK_PRIME", PairTable.CHECK_PRIME),
                Map.entry("CHECKS", PairTable.CHECKS),
                Map.entry("UNPAIRED", width - columns.pairColumns()),
                Map.entry("PAIRED", columns.pairColumns()),
                Map.entry("PAIRS", settings.pairs()),
                Map.entry("DROPOUT", settings.dropout()),
                Map.entry("MEMORY", cell.state()),
                Map.entry("LABELS", labels()),
                Map.entry("SUMS", sums),
                Map.entry("WIDTH", width));
        return cell.methods(CLASS_NAME) + "\n"
                + ScriptSource.fill(ScriptSource.read("text/TextModule.torchscript"), words);
    }
}
