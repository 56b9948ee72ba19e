package io.sluice.offline.training.item;

import io.sluice.offline.training.cell.OnnxCell;
import io.sluice.offline.training.onnx.OnnxNodes;
import io.sluice.offline.training.onnx.OnnxStep;
import java.util.List;

/**
 * A step of a {@link NextItemModule} in ONNX. It is the method {@code forward} of the TorchScript, but looks for the
 * best items in the whole catalogue at once.
 */
record NextItemOnnx(Widths widths, OnnxCell cell) implements OnnxStep {
    private static final int KINDS = NextItemModule.RULE_KINDS;

    /**
     * The sizes of the module.
     *
     * @param memory the floats of the cell's state
     * @param recent the length of the ring
     * @param rules the most items that one item recommends by each kind of rule
     * @param parts the number of distributions of the mixture
     * @param items the number of items
     * @param depth the number of ranked items
     */
    record Widths(int memory, int recent, int rules, int parts, int items, int depth) {}

    @Override
    public Result write(OnnxNodes nodes, String x, String state) {
        List<String> packed = nodes.split(state, widths.memory, widths.recent);
        Result clicked = cell.step(nodes, nodes.rows("items", nodes.squeeze(x, 1)), packed.get(0));
        Result ring = advance(nodes, x, packed.get(1));
        String all = mixture(nodes, clicked.y(), ring);
        return new Result(ranking(nodes, all), nodes.concat(1, clicked.state(), ring.state()));
    }

    /** Moves the item to the front of the ring, unless it is unknown. y marks the place where it was before. */
    private Result advance(OnnxNodes nodes, String x, String recent) {
        int last = widths.recent - 1;
        String item = nodes.toFloats(x);
        String known = nodes.isAbove(item, 0.5);
        String same = nodes.toFloats(nodes.add("And", nodes.add("Equal", recent, item), known));
        String places = nodes.add("CumSum", nodes.slice(same, 1, 0, last), nodes.integers(1));
        String moved = nodes.where(
                nodes.isAbove(places, 0.5), nodes.slice(recent, 1, 1, last + 1), nodes.slice(recent, 1, 0, last));
        return new Result(same, nodes.where(known, nodes.concat(1, item, moved), recent));
    }

    /** Returns the probability of each row of the tables. */
    private String mixture(OnnxNodes nodes, String hidden, Result ring) {
        int recent = widths.recent;
        String ids = nodes.toIntegers(ring.state());
        String weights = nodes.reshape(nodes.rows("weights", ids), 0, recent, KINDS, widths.rules);
        String ruled = nodes.above(nodes.flatten(nodes.slice(weights, 3, 0, 1)), 0);
        String open = nodes.concat(1, ruled, nodes.above(ring.state(), 0.5));
        String seen = nodes.concat(1, hidden, nodes.squeeze(nodes.rows("support", ids), 2), ring.y());
        List<String> shares = nodes.split(shares(nodes, seen, open), 1, KINDS * recent, recent);

        String scores = nodes.plus(nodes.product(hidden, "ranked"), nodes.weight("bias"));
        String learned = nodes.times(nodes.add("Softmax", scores), shares.get(0));
        String byPlace = nodes.reshape(shares.get(1), 0, recent, KINDS, 1);
        String counted = nodes.flatten(nodes.times(weights, byPlace));
        String rules = nodes.toIntegers(nodes.flatten(nodes.rows("rules", ids)));
        return nodes.scatterAdd(nodes.scatterAdd(learned, rules, counted), ids, shares.get(2));
    }

    /** Returns the shares of the parts of the mixture. A part that has nothing to say has none. */
    private String shares(OnnxNodes nodes, String seen, String open) {
        String judged = nodes.add("Relu", nodes.linear(seen, "seen"));
        String shares = nodes.slice(nodes.linear(judged, "gate"), 1, 0, widths.parts);
        String large = nodes.number(1e9);
        String closed = nodes.minus(nodes.times(open, large), large);
        List<String> parts = nodes.split(shares, 1, widths.parts - 1);
        return nodes.add("Softmax", nodes.concat(1, parts.get(0), nodes.plus(parts.get(1), closed)));
    }

    private String ranking(OnnxNodes nodes, String all) {
        String items = nodes.slice(all, 1, 1, widths.items + 1);
        List<String> best = nodes.largest(items, widths.depth);
        String ids = nodes.plus(nodes.toFloats(best.get(1)), nodes.number(1));
        return nodes.concat(1, ids, nodes.log(nodes.add("Max", best.get(0), nodes.number(1e-30)), widths.depth));
    }
}
