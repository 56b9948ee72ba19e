package io.sluice.offline.training.item;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Association rules: for each item a distribution over the few items that it recommends most. No item recommends
 * itself.
 *
 * <p><b>Leave one out.</b> The counts of a training session contain its own next clicks. A network that learned to
 * weigh such counts would trust them too much. So the pairs of a session are subtracted from the counts where the
 * session's own clicks are predicted ({@link #own}). The remainder is the counts of all other sessions.
 */
final class RuleTable {
    /** The smallest count. A difference of counts below it is a rounding error. */
    private static final double MIN_COUNT = 1e-6;

    private final PairRule rule;
    private final ItemPairs pairs;
    private final IntToDoubleFunction factor;
    private final int width;
    /** The items that each item recommends, the best first. */
    private final int[][] best;
    /** The sum of the weights of {@link #best}. */
    private final double[] sums;
    /** The least weight of {@link #best}, or 0 if all pairs of the item are in it. */
    private final double[] thresholds;

    private RuleTable(PairRule rule, ItemPairs pairs, IntToDoubleFunction factor, int items, int width) {
        this.rule = rule;
        this.pairs = pairs;
        this.factor = factor;
        this.width = width;
        this.best = new int[items + 1][];
        this.sums = new double[items + 1];
        this.thresholds = new double[items + 1];
        for (int from = 0; from <= items; from++) {
            selectBest(from);
        }
    }

    /**
     * Counts sessions.
     *
     * @param factor the factor of the weight of a pair, by the recommended item
     * @param width the most items that one item recommends
     */
    static RuleTable learn(PairRule rule, List<int[]> sessions, int items, IntToDoubleFunction factor, int width) {
        return new RuleTable(rule, ItemPairs.count(rule, sessions, items), factor, items, width);
    }

    private void selectBest(int from) {
        List<Integer> others = new ArrayList<>();
        pairs.forEach(from, (to, weight) -> {
            if (to != from) {
                others.add(to);
            }
        });
        others.sort(Comparator.<Integer>comparingDouble(to -> -weight(from, to)).thenComparing(to -> to));
        best[from] = others.stream().limit(width).mapToInt(to -> to).toArray();
        for (int to : best[from]) {
            sums[from] += weight(from, to);
        }
        thresholds[from] = others.size() > width ? weight(from, best[from][width - 1]) : 0;
    }

    private double weight(int from, int to) {
        return pairs.weight(from, to) * factor.applyAsDouble(to);
    }

    /**
     * Writes the rows of a table of ids and of a table of their shares. The target arrays must hold zeros.
     *
     * @param offset the first column in a row of the tables
     * @param stride the length of a row
     */
    void fill(float[] ids, float[] shares, int offset, int stride) {
        for (int from = 1; from < best.length; from++) {
            for (int i = 0; i < best[from].length; i++) {
                ids[from * stride + offset + i] = best[from][i];
                shares[from * stride + offset + i] = (float) (weight(from, best[from][i]) / sums[from]);
            }
        }
    }

    /** Returns the pairs that a counted session added. */
    OwnPairs own(int[] session) {
        OwnPairs own = new OwnPairs();
        rule.forEachPair(session, own);
        return own;
    }

    /** Returns no pairs, for a session that was not counted. */
    OwnPairs none() {
        return new OwnPairs();
    }

    /** The pairs of one session, and the rules without them. */
    final class OwnPairs implements PairRule.Sink {
        private final Map<Long, Double> ownWeights = new HashMap<>();
        private final Map<Integer, Double> ownSums = new HashMap<>();

        private OwnPairs() {}

        @Override
        public void add(int from, int to, double weight) {
            if (from != 0 && to != 0 && from != to) {
                double added = weight * factor.applyAsDouble(to);
                ownWeights.merge(ItemPairs.key(from, to), added, Double::sum);
                ownSums.merge(from, added, Double::sum);
            }
        }

        /** Returns true if {@code from} recommends any item without this session. */
        boolean hasRules(int from) {
            return remainder(from) > MIN_COUNT;
        }

        private double remainder(int from) {
            return sums[from] - ownSums.getOrDefault(from, 0.0);
        }

        /** Returns the share of {@code to} among the items that {@code from} recommends, without this session. */
        double share(int from, int to) {
            double weight = weight(from, to) - ownWeights.getOrDefault(ItemPairs.key(from, to), 0.0);
            boolean recommended = from != to && weight > MIN_COUNT && weight >= thresholds[from] && hasRules(from);
            return recommended ? Math.min(1, weight / remainder(from)) : 0;
        }
    }
}
