package io.sluice.offline.evaluation.session;

import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.training.item.ItemIds;
import io.sluice.offline.training.item.ItemPairs;
import io.sluice.offline.training.item.PairRule;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Ranks the next item by what was counted in sessions of the past. An item's score is the sum, over the clicks so far
 * that the baseline looks at, of what they say of it; among equals, and where they say nothing, the most clicked items
 * come first.
 */
final class SessionBaseline {
    static final String POPULARITY = "the most clicked items, whatever was clicked last";
    static final String MARKOV = "by how often the item was the next click after this one";
    static final String SEQUENTIAL_RULES =
            "by the sum of 1 / distance over the item's clicks within 10 after a click on this one (Ludewig and Jannach 2018)";
    static final String ITEM_KNN =
            "by the sum over all clicks so far of cosine / position, the latest being 1, with the"
                    + " cosine of two items: pairs of their clicks in one session / the root of the product of their clicks";

    private final ItemIds ids;
    private final ItemPairs pairs;
    private final int reach;
    private final Affinity affinity;
    private final double[] scores;
    private final int[] touched;

    /** What the weight of a pair is worth. */
    private interface Affinity {
        double of(int from, int to, float weight);
    }

    private SessionBaseline(ItemIds ids, ItemPairs pairs, int reach, Affinity affinity) {
        this.ids = ids;
        this.pairs = pairs;
        this.reach = reach;
        this.affinity = affinity;
        this.scores = new double[ids.count() + 1];
        this.touched = new int[ids.count()];
    }

    /** The baselines by name, learned from sessions. */
    static Map<String, SessionBaseline> learn(ItemIds ids, List<ClickSession> sessions) {
        List<int[]> clicks = sessions.stream().map(ids::of).toList();
        Affinity counted = (from, to, weight) -> weight;
        Affinity cosine = (from, to, weight) -> weight / Math.sqrt((double) ids.clicks(from) * ids.clicks(to));
        Map<String, SessionBaseline> baselines = new LinkedHashMap<>();
        baselines.put("popularity", of(ids, PairRule.NEXT, clicks, 0, counted));
        baselines.put("markov", of(ids, PairRule.NEXT, clicks, 1, counted));
        baselines.put("sequential-rules", of(ids, PairRule.FOLLOWING, clicks, 1, counted));
        baselines.put("item-knn", of(ids, PairRule.TOGETHER, clicks, Integer.MAX_VALUE, cosine));
        return baselines;
    }

    private static SessionBaseline of(ItemIds ids, PairRule rule, List<int[]> clicks, int reach, Affinity affinity) {
        return new SessionBaseline(ids, ItemPairs.count(rule, clicks, ids.count()), reach, affinity);
    }

    /**
     * The ids of the best items, best first.
     *
     * @param session ids of a session's clicks
     * @param clicks how many of them were made so far
     * @param depth how many items to rank, at most
     */
    int[] rank(int[] session, int clicks, int depth) {
        int found = score(session, clicks);
        int[] said = IntStream.of(Arrays.copyOf(touched, found))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(item -> -scores[item])
                        .thenComparing(item -> item))
                .mapToInt(item -> item)
                .limit(depth)
                .toArray();
        int[] others = IntStream.rangeClosed(1, ids.count())
                .filter(item -> scores[item] == 0)
                .limit(depth - said.length)
                .toArray();
        for (int i = 0; i < found; i++) {
            scores[touched[i]] = 0;
        }
        return IntStream.concat(IntStream.of(said), IntStream.of(others)).toArray();
    }

    /** Adds up the scores; gives how many items have one. */
    private int score(int[] session, int clicks) {
        int[] found = {0};
        for (int back = 1; back <= Math.min(clicks, reach); back++) {
            int from = session[clicks - back];
            double share = 1.0 / back;
            pairs.forEach(from, (to, weight) -> {
                if (scores[to] == 0) {
                    touched[found[0]++] = to;
                }
                scores[to] += share * affinity.of(from, to, weight);
            });
        }
        return found[0];
    }
}
