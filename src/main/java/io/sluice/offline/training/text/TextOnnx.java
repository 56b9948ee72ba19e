package io.sluice.offline.training.text;

import io.sluice.offline.training.cell.OnnxCell;
import io.sluice.offline.training.onnx.OnnxNodes;
import io.sluice.offline.training.onnx.OnnxStep;
import java.util.List;

/**
 * A step of a {@link TextModule} in ONNX: the method {@code forward} of the TorchScript.
 *
 * @param context true if the label of a text may depend on the earlier texts of its key
 */
record TextOnnx(Widths widths, OnnxCell cell, boolean context) implements OnnxStep {
    /**
     * The sizes of the module.
     *
     * @param memory the floats of the cell's state
     * @param sums the numbers that are summed up over the texts of a key
     * @param columns the columns of the token table
     * @param pairColumns the columns that pairs have weights in
     * @param pairs the rows of the table of pairs
     */
    record Widths(int memory, int sums, int columns, int pairColumns, int labels, int pairs) {}

    /** The sums of the evidence of a text, and the number of its tokens. */
    private record Evidence(String said, String count) {}

    /** A text by itself: its features, its logits, and what its key hears of it. */
    private record Heard(String bounded, String features, String text, String spoken) {}

    @Override
    public Result write(OnnxNodes nodes, String x, String state) {
        List<String> packed =
                nodes.split(state, widths.memory, widths.sums, widths.sums, widths.columns, widths.columns);
        Evidence evidence = evidence(nodes, x);
        Heard heard = heard(nodes, evidence, packed.get(0));
        String texts = nodes.clip(nodes.plus(packed.get(4), nodes.number(1)), 0, 32);
        String before = nodes.where(nodes.isAbove(packed.get(4), 0.5), packed.get(3), heard.bounded);
        String unusual = nodes.minus(heard.bounded, before);
        String usual = nodes.plus(before, nodes.over(unusual, texts));
        Result seen = cell.step(nodes, nodes.concat(1, heard.features, heard.spoken, unusual), packed.get(0));

        String keep = nodes.add("Sigmoid", nodes.linear(seen.y(), "keep"));
        String added = nodes.concat(1, heard.bounded, heard.spoken, unusual, heard.spoken);
        String sums = nodes.plus(nodes.times(keep, packed.get(1)), added);
        String counts = nodes.plus(nodes.times(keep, packed.get(2)), evidence.count);
        String running = running(nodes, seen.y(), sums, counts);
        String logits = nodes.concat(1, centred(nodes, heard.text), centred(nodes, running));
        return new Result(
                nodes.times(logits, nodes.weight(TextModule.INVERSE_TEMPERATURE)),
                nodes.concat(1, seen.state(), sums, counts, usual, texts));
    }

    private Evidence evidence(OnnxNodes nodes, String x) {
        String edge = nodes.times(nodes.slice(x, 1, 0, 1), nodes.integers(0));
        String before = nodes.concat(1, edge, x);
        String after = nodes.concat(1, x, edge);
        String rows = nodes.rows("pairs", hash(nodes, before, after, PairTable.ROW_PRIME, widths.pairs));
        String check = nodes.toFloats(hash(nodes, before, after, PairTable.CHECK_PRIME, PairTable.CHECKS));
        String known = nodes.toFloats(nodes.add("Equal", nodes.slice(rows, 2, 0, 1), nodes.unsqueeze(check, 2)));
        String weights = nodes.slice(rows, 2, 1, 1 + widths.pairColumns);
        String joined = nodes.sum(nodes.times(weights, known), 1);
        String said = nodes.sum(nodes.rows("tokens", x), 1);
        String tokens = nodes.sum(nodes.above(nodes.toFloats(x), 0), 1);
        return new Evidence(nodes.plus(said, padded(nodes, joined)), nodes.unsqueeze(tokens, 1));
    }

    private static String hash(OnnxNodes nodes, String before, String after, int prime, int bound) {
        String pair = nodes.plus(nodes.times(before, nodes.integers(prime)), after);
        return nodes.add("Mod", pair, nodes.integers(bound));
    }

    /** Fills up the numbers of pairs to all columns. */
    private String padded(OnnxNodes nodes, String joined) {
        return nodes.add("Pad", joined, nodes.integers(0, 0, 0, widths.columns - widths.pairColumns));
    }

    private Heard heard(OnnxNodes nodes, Evidence evidence, String memory) {
        String bounded = nodes.clip(evidence.said, -8, 8);
        String root = nodes.root(nodes.plus(evidence.count, nodes.number(1)));
        String features = nodes.concat(1, bounded, nodes.clip(nodes.over(evidence.said, root), -4, 4));
        String mixed = nodes.add("Relu", nodes.linear(features, "mix"));
        String text = nodes.plus(nodes.linear(mixed, "text"), nodes.product(features, "w_direct"));
        if (context) {
            text = nodes.plus(text, nodes.product(memory, "w_past"));
        }
        String noted = nodes.add("Relu", nodes.linear(features, "note"));
        String heard = nodes.plus(nodes.linear(noted, "hear"), text);
        String size = nodes.plus(nodes.add("Abs", heard), nodes.number(1));
        return new Heard(bounded, features, text, nodes.over(heard, size));
    }

    private String running(OnnxNodes nodes, String hidden, String sums, String counts) {
        String root = nodes.root(nodes.plus(counts, nodes.number(16)));
        String sum = nodes.over(nodes.times(sums, 4), root);
        String mean = nodes.over(nodes.times(sums, 32), nodes.plus(counts, nodes.number(64)));
        String weighed = nodes.concat(1, sum, mean);
        String judged = nodes.add("Relu", nodes.linear(nodes.concat(1, hidden, weighed), "judge"));
        return nodes.plus(nodes.linear(judged, "run"), nodes.product(weighed, "w_sum"));
    }

    /** Returns the logits of the labels about their mean: what is not known is 0. */
    private String centred(OnnxNodes nodes, String logits) {
        String ofLabels = nodes.slice(logits, 1, 0, widths.labels);
        return nodes.minus(ofLabels, nodes.sumOfRow(ofLabels, widths.labels, 1.0 / widths.labels));
    }
}
