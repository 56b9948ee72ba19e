package io.sluice.offline.training.item;

import io.sluice.Internal;
import io.sluice.model.RankedOutput;
import io.sluice.model.Sizes;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The recurrent cell for clicks: after each one, the probability of every item to be the next.
 *
 * <p><b>A {@link RecurrentCell}</b>, by default a GRU, steps once a click, over embeddings of items, and its softmax
 * over the catalogue is the learned part (GRU4Rec; Hidasi et al. 2016, Hidasi and Karatzoglou 2018).
 *
 * <p><b>The ring.</b> Beside the cell's memory the packed state keeps the ids of the key's last {@code recent} distinct
 * items, the latest first, 0 where there is none. Each speaks for other items by two {@link RuleTable}s, and for
 * itself: that it is clicked again. So the output is a mixture of 1 + 3 {@code recent} distributions, whose shares a
 * small network draws from what the cell gives, from how much is known of the items in the ring, and from where in it
 * the latest click came from. That network learns whom to believe, as copying is learned in pointer mixtures (Merity et
 * al. 2017, RepeatNet: Ren et al. 2019).
 *
 * <p>An unknown item, id 0, enters the cell alone. Widths are multiples of 8, so that a row's result does not depend on
 * the rows beside it: tables have rows beyond the last item, which are never ranked. Zeros are a key never seen.
 */
@Internal
public final class NextItemModule {
    static final String CLASS_NAME = "NextItemCell";
    /** The kinds of rules: what follows, and what is clicked together. */
    static final int RULES = 2;

    private static final int SEEN = 48;
    private static final int MANY = 4096;
    /** Logit of the rows that are no item. */
    private static final float NEVER = -1e9f;

    private final int items;
    private final RecurrentCell cell;
    private final int recent;
    private final int width;
    private final int depth;
    private final double dropout;

    /**
     * @param items the number of items, which is the largest id
     * @param cell over embeddings as wide as its units, a multiple of 8
     * @param recent length of the ring, a multiple of 8
     * @param width how many items each speaks for by a kind of rule
     * @param depth K, how many items are ranked
     * @param dropout the share of activations that is left out while learning
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
        return new Sizes(1, memory() + recent, 2 * depth);
    }

    RankedOutput output() {
        return new RankedOutput(depth);
    }

    /** The largest id. */
    int items() {
        return items;
    }

    /** Floats of the cell's memory, with which the packed state begins; the ring follows. */
    int memory() {
        return cell.state();
    }

    int recent() {
        return recent;
    }

    /**
     * The distributions that are mixed: the GRU's, those of the rules by place in the ring, and repetition by place.
     */
    int parts() {
        return 1 + (RULES + 1) * recent;
    }

    /** The rows of a table with one for each item, for id 0 and for padding. */
    int rows() {
        return block() * blocks();
    }

    /** Items are looked for by blocks of so many. */
    private int block() {
        return items < MANY ? 8 : 64;
    }

    private int blocks() {
        return items / block() + 1;
    }

    /**
     * Weights to start from, beside the tables: uniform, as PyTorch starts its layers; the bias is the logarithm of
     * each item's share of the clicks.
     *
     * @param popularity shares of the clicks, by id; that of id 0 is not looked at
     */
    List<Parameter> initialWeights(double[] popularity, RandomGenerator random) {
        int hidden = cell.hidden();
        double bound = 1 / Math.sqrt(hidden);
        float[] bias = new float[rows()];
        Arrays.fill(bias, NEVER);
        for (int item = 1; item <= items; item++) {
            bias[item] = (float) StrictMath.log(popularity[item]);
        }
        int seen = hidden + 2 * recent;
        int shares = (parts() + 7) / 8 * 8;
        List<Parameter> weights = new ArrayList<>();
        weights.add(Parameter.uniform("items", random, bound, rows(), hidden));
        weights.add(Parameter.uniform("ranked", random, bound, rows(), hidden));
        weights.add(new Parameter("bias", List.of(rows()), bias));
        weights.addAll(cell.initialWeights(random));
        weights.add(Parameter.uniform("w_seen", random, 1 / Math.sqrt(seen), SEEN, seen));
        weights.add(Parameter.uniform("b_seen", random, 1 / Math.sqrt(seen), SEEN));
        weights.add(Parameter.uniform("w_gate", random, 1 / Math.sqrt(SEEN), shares, SEEN));
        weights.add(Parameter.zeros("b_gate", shares));
        return weights;
    }

    /** Whether gradients change the parameter; what was counted stays as it is. */
    static boolean learns(String parameter) {
        return RecurrentCell.learns(parameter)
                && !List.of("support", "rules", "weights").contains(parameter);
    }

    /**
     * The methods: {@code forward(x[B, 1], state)}, {@code explain}, {@code probabilities(x[B, 1], state) -> (p[B,
     * rows], state')}, and {@code learn(…)}, whose arguments {@link SessionBatches} makes.
     */
    String methods() {
        String own = ScriptSource.fill(
                ScriptSource.read("item/NextItemModule.torchscript"),
                Map.of(
                        "MEMORY",
                        memory(),
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
        return cell.methods(CLASS_NAME) + "\n" + own;
    }
}
