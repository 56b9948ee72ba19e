package io.sluice.offline.training.item;

import io.sluice.offline.training.torchscript.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The counts of a next-item model: two {@link RuleTable}s and the number of clicks of each item. */
final class NextItemRules {
    private final List<RuleTable> tables;
    private final int[] clicks;
    private final int width;

    /**
     * Counts sessions.
     *
     * @param sessions the item ids of clicks
     * @param width the most items that one item recommends by each kind of rule
     */
    NextItemRules(List<int[]> sessions, ItemIds ids, int width) {
        this.width = width;
        this.clicks = new int[ids.count() + 1];
        for (int item = 1; item < clicks.length; item++) {
            clicks[item] = ids.clicks(item);
        }
        this.tables = List.of(
                RuleTable.learn(PairRule.FOLLOWING, sessions, ids.count(), item -> 1, width),
                RuleTable.learn(PairRule.TOGETHER, sessions, ids.count(), item -> 1 / Math.sqrt(clicks[item]), width));
    }

    /** Returns the tables of the module, with this number of rows. */
    List<Parameter> parameters(int rows) {
        int stride = NextItemModule.RULE_KINDS * width;
        float[] ids = new float[rows * stride];
        float[] shares = new float[rows * stride];
        for (int kind = 0; kind < NextItemModule.RULE_KINDS; kind++) {
            tables.get(kind).fill(ids, shares, kind * width, stride);
        }
        float[] support = new float[rows];
        for (int item = 1; item < clicks.length; item++) {
            support[item] = support(clicks[item]);
        }
        return List.of(
                new Parameter("rules", List.of(rows, stride), ids),
                new Parameter("weights", List.of(rows, stride), shares),
                new Parameter("support", List.of(rows, 1), support));
    }

    private static float support(int clicks) {
        return (float) StrictMath.log1p(clicks);
    }

    /**
     * Returns the rules as they would be without a session.
     *
     * @param counted true if the session was counted, so that its own pairs must be subtracted
     */
    WithoutSession without(int[] session, boolean counted) {
        return new WithoutSession(session, counted);
    }

    /** The rules as they would be without a session. */
    final class WithoutSession {
        private final List<RuleTable.OwnPairs> ownPairs = new ArrayList<>();
        private final int[] ownClicks;

        private WithoutSession(int[] session, boolean counted) {
            tables.forEach(table -> ownPairs.add(counted ? table.own(session) : table.none()));
            this.ownClicks = counted ? session.clone() : new int[0];
        }

        /** Returns the support of an item, ln(1 + its clicks); 0 for the id 0. */
        float support(int item) {
            int own = (int)
                    Arrays.stream(ownClicks).filter(click -> click == item).count();
            return item == 0 ? 0 : NextItemRules.support(clicks[item] - own);
        }

        /** Returns true if {@code from} recommends any item by a kind of rule. */
        boolean hasRules(int kind, int from) {
            return from != 0 && ownPairs.get(kind).hasRules(from);
        }

        /** Returns the share of {@code to} among the items that {@code from} recommends by a kind of rule. */
        float share(int kind, int from, int to) {
            return from == 0 ? 0 : (float) ownPairs.get(kind).share(from, to);
        }
    }
}
