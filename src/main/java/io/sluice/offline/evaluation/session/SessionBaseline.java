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
 * A baseline that ranks the next item by counts of item pairs in training sessions. The score of an item is the sum of
 * its affinities to the session's latest clicks. Items with equal scores, or without a score, are ranked by popularity.
 */
final class SessionBaseline {
    static final String POPULARITY = "the most clicked items, without regard to the session";
    static final String MARKOV = "ranks items by the number of times that they were the next click after the last one";
    static final String SEQUENTIAL_RULES =
            "ranks items by the sum of 1 / distance over their clicks within 10 clicks after a click on the last item"
                    + " (Ludewig and Jannach 2018)";
    static final String ITEM_KNN =
            "ranks items by the sum of cosine / position over all clicks so far, where the latest click has position 1;"
                    + " the cosine of two items is: pairs of their clicks in one session / the root of the product of"
                    + " their clicks";

    private final ItemIds ids;
    private final ItemPairs pairs;
    private final int reach;
    private final Affinity affinity;
    private final double[] scores;
    private final int[] touched;

    /** The affinity of an item pair, from the weight of the pair. */
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

    /** Returns the baselines by name, learned from sessions. */
    static Map<String, SessionBaseline> learn(ItemIds ids, List<ClickSession> sessions) {
        List<int[]> clicks = sessions.stream().map(ids::of).toList();
        Affinity counted = (from, to, weight) -> weight;
        Affinity cosine = (from, to, weight) -> weight / Math.sqrt((double) ids.clicks(from) * ids.clicks(to));
        Map<String, SessionBaseline> baselines = new LinkedHashMap<>();
        baselines.put("popularity", create(ids, PairRule.NEXT, clicks, 0, counted));
        baselines.put("markov", create(ids, PairRule.NEXT, clicks, 1, counted));
        baselines.put("sequential-rules", create(ids, PairRule.FOLLOWING, clicks, 1, counted));
        baselines.put("item-knn", create(ids, PairRule.TOGETHER, clicks, Integer.MAX_VALUE, cosine));
        return baselines;
    }

    private static SessionBaseline create(
            ItemIds ids, PairRule rule, List<int[]> clicks, int reach, Affinity affinity) {
        return new SessionBaseline(ids, ItemPairs.count(rule, clicks, ids.count()), reach, affinity);
    }

    /**
     * Returns the ids of the best items, best first.
     *
     * @param session the ids of a session's clicks
     * @param clicks the number of clicks so far
     * @param depth the largest number of items to rank
     */
    int[] rank(int[] session, int clicks, int depth) {
        int count = score(session, clicks);
        int[] scored = IntStream.of(Arrays.copyOf(touched, count))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(item -> -scores[item])
                        .thenComparing(item -> item))
                .mapToInt(item -> item)
                .limit(depth)
                .toArray();
        int[] others = IntStream.rangeClosed(1, ids.count())
                .filter(item -> scores[item] == 0)
                .limit(depth - scored.length)
                .toArray();
        for (int i = 0; i < count; i++) {
            scores[touched[i]] = 0;
        }
        return IntStream.concat(IntStream.of(scored), IntStream.of(others)).toArray();
    }

    /** Adds up the scores, and returns the number of items that have one. */
    private int score(int[] session, int clicks) {
        int[] count = {0};
        for (int back = 1; back <= Math.min(clicks, reach); back++) {
            int from = session[clicks - back];
            double share = 1.0 / back;
            pairs.forEach(from, (to, weight) -> {
                if (scores[to] == 0) {
                    touched[count[0]++] = to;
                }
                scores[to] += share * affinity.of(from, to, weight);
            });
        }
        return count[0];
    }
}
