package io.sluice.offline.training.item;

import io.sluice.offline.training.torchscript.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was counted of the items: two {@link RuleTable}s, and how often each item was clicked. */
final class NextItemRules {
    private final List<RuleTable> tables;
    private final int[] clicks;
    private final int width;

    /**
     * Counts sessions.
     *
     * @param sessions ids of clicks
     * @param width how many items each speaks for by a kind of rule
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

    /** The tables of the module, with so many rows. */
    List<Parameter> parameters(int rows) {
        int stride = NextItemModule.RULES * width;
        float[] ids = new float[rows * stride];
        float[] shares = new float[rows * stride];
        for (int kind = 0; kind < NextItemModule.RULES; kind++) {
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
     * What the rules say of a session's clicks.
     *
     * @param counted whether the session is among those that were counted, so that its own part must be taken off
     */
    Judge judge(int[] session, boolean counted) {
        return new Judge(session, counted);
    }

    /** The rules as they would be without a session. */
    final class Judge {
        private final List<RuleTable.Own> own = new ArrayList<>();
        private final int[] ownClicks;

        private Judge(int[] session, boolean counted) {
            tables.forEach(table -> own.add(counted ? table.own(session) : table.none()));
            this.ownClicks = counted ? session.clone() : new int[0];
        }

        /** How much is known of an item: ln(1 + its clicks); 0 for id 0. */
        float support(int item) {
            int own = (int)
                    Arrays.stream(ownClicks).filter(click -> click == item).count();
            return item == 0 ? 0 : NextItemRules.support(clicks[item] - own);
        }

        boolean isOpen(int kind, int from) {
            return from != 0 && own.get(kind).isOpen(from);
        }

        /** The share that an item has in what {@code from} speaks for. */
        float share(int kind, int from, int to) {
            return from == 0 ? 0 : (float) own.get(kind).share(from, to);
        }
    }
}
