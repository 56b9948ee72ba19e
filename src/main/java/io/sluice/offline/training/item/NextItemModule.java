package io.sluice.offline.training.item;

import io.sluice.Internal;
import io.sluice.model.RankedOutput;
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

/**
 * The TorchScript module for clicks. After each click it gives the probability of every item to be the next one.
 *
 * <p><b>The cell.</b> A {@link RecurrentCell}, by default a GRU, takes one step for each click, over embeddings of
 * items. Its softmax over the catalogue is the learned part (GRU4Rec; Hidasi et al. 2016, Hidasi and Karatzoglou 2018).
 *
 * <p><b>The ring.</b> After the cell's state, the packed state holds the ids of the key's last {@code recent} distinct
 * items, the latest first, 0 for an empty place. Each of them recommends other items by two {@link RuleTable}s, and
 * itself as a repetition. So the output is a mixture of 1 + 3 {@code recent} distributions. A small network gives the
 * weights of the mixture. It sees the output of the cell, the support of the items in the ring, and the place that the
 * latest item had in the ring before. It learns which part to trust, as pointer mixtures learn to copy (Merity et al.
 * 2017, RepeatNet: Ren et al. 2019).
 *
 * <p>An unknown item, id 0, changes the cell's state but not the ring. Widths are multiples of 8, so that the result of
 * a row does not depend on the other rows of its batch. So tables have rows beyond the last item, which are never
 * ranked. A state of zeros is a key never seen.
 */
@Internal
public final class NextItemModule {
    static final String CLASS_NAME = "NextItemCell";
    /** The number of kinds of rules: items that follow, and items of the same session. */
    static final int RULE_KINDS = 2;

    /** The units of the network that gives the weights of the mixture. */
    private static final int GATE_HIDDEN = 48;
    /** From this number of items on, blocks have 64 items instead of 8. */
    private static final int LARGE_CATALOGUE = 4096;
    /** The bias of the rows without an item. */
    private static final float NEVER = -1e9f;

    private final int items;
    private final RecurrentCell cell;
    private final int recent;
    private final int width;
    private final int depth;
    private final double dropout;

    /**
     * @param items the number of items, which is the largest id
     * @param cell the cell; its embeddings are as wide as its units, a multiple of 8
     * @param recent the length of the ring, a multiple of 8
     * @param width the most items that one item recommends by each kind of rule
     * @param depth K, the number of ranked items
     * @param dropout the share of activations that training sets to 0
     */
    NextItemModule(int items, RecurrentCell cell, int recent, int width, int depth, double dropout) {
        this.items = items;
        this.cell = cell;
        this.recent = recent;
        this.width = width;
        this.depth = Math.min(depth, items);
        this.dropout = dropout;
    }

    public Sizes sizes() {
        return new Sizes(1, cellStateSize() + recent, 2 * depth);
    }

    RankedOutput output() {
        return new RankedOutput(depth);
    }

    /** Returns the number of items, which is the largest id. */
    int items() {
        return items;
    }

    /** Returns the number of floats of the cell's state, which comes first in the packed state. The ring follows. */
    int cellStateSize() {
        return cell.state();
    }

    int recent() {
        return recent;
    }

    /**
     * Returns the number of distributions of the mixture: the softmax of the cell, those of the rules by place in the
     * ring, and the repetitions by place.
     */
    int parts() {
        return 1 + (RULE_KINDS + 1) * recent;
    }

    /** Returns the rows of a table of items: one for each item, one for id 0, and padding. */
    int rows() {
        return block() * blocks();
    }

    /** Returns the number of items of a block. The ranking first selects the best blocks. */
    private int block() {
        return items < LARGE_CATALOGUE ? 8 : 64;
    }

    private int blocks() {
        return items / block() + 1;
    }

    /**
     * Draws the initial weights, without the tables of rules. They are uniform, as in PyTorch layers. The bias of an
     * item is the logarithm of its share of the clicks.
     *
     * @param popularity the share of the clicks of each id; the element 0 is ignored
     */
    List<Parameter> initialWeights(double[] popularity, RandomGenerator random) {
        int hidden = cell.hidden();
        double bound = 1 / Math.sqrt(hidden);
        float[] bias = new float[rows()];
        Arrays.fill(bias, NEVER);
        for (int item = 1; item <= items; item++) {
            bias[item] = (float) StrictMath.log(popularity[item]);
        }
        int inputs = hidden + 2 * recent;
        int gates = (parts() + 7) / 8 * 8;
        List<Parameter> weights = new ArrayList<>();
        weights.add(Parameter.uniform("items", random, bound, rows(), hidden));
        weights.add(Parameter.uniform("ranked", random, bound, rows(), hidden));
        weights.add(new Parameter("bias", List.of(rows()), bias));
        weights.addAll(cell.initialWeights(random));
        weights.add(Parameter.uniform("w_seen", random, 1 / Math.sqrt(inputs), GATE_HIDDEN, inputs));
        weights.add(Parameter.uniform("b_seen", random, 1 / Math.sqrt(inputs), GATE_HIDDEN));
        weights.add(Parameter.uniform("w_gate", random, 1 / Math.sqrt(GATE_HIDDEN), gates, GATE_HIDDEN));
        weights.add(Parameter.zeros("b_gate", gates));
        return weights;
    }

    /** Returns true if gradients change the parameter. The counts are fixed. */
    static boolean learns(String parameter) {
        return RecurrentCell.learns(parameter)
                && !List.of("support", "rules", "weights").contains(parameter);
    }

    /** Returns the network in ONNX; empty if its cell has no form there. */
    Optional<OnnxNetwork> onnx() {
        NextItemOnnx.Widths widths = new NextItemOnnx.Widths(cellStateSize(), recent, width, parts(), items, depth);
        return cell.onnx().map(onnx -> OnnxNetwork.ofSteps(new NextItemOnnx(widths, onnx)));
    }

    /**
     * Returns the source of the methods: {@code forward(x[B, 1], state)}, {@code explain}, {@code probabilities(x[B,
     * 1], state) -> (p[B, rows], state')}, and {@code learn(…)}, whose arguments {@link SessionBatches} builds.
     */
    String methods() {
        String methods = ScriptSource.fill(
                ScriptSource.read("item/NextItemModule.torchscript"),
                Map.of(
                        "MEMORY",
                        cellStateSize(),
                        "RECENT",
                        recent,
                        "RULES",
                        width,
                        "PARTS",
                        parts(),
                        "DROPOUT",
                        dropout,
                        "DEPTH",
                        depth,
                        "ITEMS",
                        items,
                        "BLOCKS",
                        blocks(),
                        "BLOCK",
                        block(),
                        "KEPT",
                        Math.min(depth, blocks())));
        return cell.methods(CLASS_NAME) + "\n" + methods;
    }
}
