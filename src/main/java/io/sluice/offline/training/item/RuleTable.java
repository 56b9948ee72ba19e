package io.sluice.offline.training.item;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * What each item speaks for, as a distribution over the few items that it speaks for most. An item does not speak for
 * itself.
 *
 * <p><b>A session that was counted must not judge the counts.</b> They know what it clicked next, and a network that
 * learns to weigh them would trust them blindly; so a session's own pairs are taken off where its own clicks are
 * predicted ({@link #own}). What remains is what the counts would have said had it never been.
 */
final class RuleTable {
    /** Below this a count is nothing but rounding. */
    private static final double LEAST = 1e-6;

    private final PairRule rule;
    private final ItemPairs pairs;
    private final IntToDoubleFunction worth;
    private final int width;
    private final int[][] best;
    private final double[] kept;
    private final double[] least;

    private RuleTable(PairRule rule, ItemPairs pairs, IntToDoubleFunction worth, int items, int width) {
        this.rule = rule;
        this.pairs = pairs;
        this.worth = worth;
        this.width = width;
        this.best = new int[items + 1][];
        this.kept = new double[items + 1];
        this.least = new double[items + 1];
        for (int from = 0; from <= items; from++) {
            keep(from);
        }
    }

    /**
     * Counts sessions.
     *
     * @param worth by which a pair's weight is multiplied, given the item that is spoken for
     * @param width how many items each speaks for, at most
     */
    static RuleTable learn(PairRule rule, List<int[]> sessions, int items, IntToDoubleFunction worth, int width) {
        return new RuleTable(rule, ItemPairs.count(rule, sessions, items), worth, items, width);
    }

    private void keep(int from) {
        List<Integer> said = new ArrayList<>();
        pairs.forEach(from, (to, weight) -> {
            if (to != from) {
                said.add(to);
            }
        });
        said.sort(Comparator.<Integer>comparingDouble(to -> -weight(from, to)).thenComparing(to -> to));
        best[from] = said.stream().limit(width).mapToInt(to -> to).toArray();
        for (int to : best[from]) {
            kept[from] += weight(from, to);
        }
        least[from] = said.size() > width ? weight(from, best[from][width - 1]) : 0;
    }

    private double weight(int from, int to) {
        return pairs.weight(from, to) * worth.applyAsDouble(to);
    }

    /**
     * Writes the rows of a table of ids and of one of their shares, padded with 0.
     *
     * @param at where in a row of the tables this one's begin
     * @param stride how long a row is
     */
    void fill(float[] ids, float[] shares, int at, int stride) {
        for (int from = 1; from < best.length; from++) {
            for (int i = 0; i < best[from].length; i++) {
                ids[from * stride + at + i] = best[from][i];
                shares[from * stride + at + i] = (float) (weight(from, best[from][i]) / kept[from]);
            }
        }
    }

    /** What a session itself added to the counts. */
    Own own(int[] session) {
        Own own = new Own();
        rule.forEachPair(session, own);
        return own;
    }

    /** What a session that was not counted added: nothing. */
    Own none() {
        return new Own();
    }

    /** A session's own pairs. */
    final class Own implements PairRule.Sink {
        private final Map<Long, Double> weights = new HashMap<>();
        private final Map<Integer, Double> sums = new HashMap<>();

        private Own() {}

        @Override
        public void add(int from, int to, double weight) {
            if (from != 0 && to != 0 && from != to) {
                double added = weight * worth.applyAsDouble(to);
                weights.merge(ItemPairs.key(from, to), added, Double::sum);
                sums.merge(from, added, Double::sum);
            }
        }

        /** Whether {@code from} speaks for anything without this session. */
        boolean isOpen(int from) {
            return rest(from) > LEAST;
        }

        private double rest(int from) {
            return kept[from] - sums.getOrDefault(from, 0.0);
        }

        /** The share of {@code to} in what {@code from} speaks for, without this session. */
        double share(int from, int to) {
            double weight = weight(from, to) - weights.getOrDefault(ItemPairs.key(from, to), 0.0);
            boolean said = from != to && weight > LEAST && weight >= least[from] && isOpen(from);
            return said ? Math.min(1, weight / rest(from)) : 0;
        }
    }
}
