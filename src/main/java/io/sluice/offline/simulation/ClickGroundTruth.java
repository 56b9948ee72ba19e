package io.sluice.offline.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares rankings with the clicks that followed, for the model and for a ranking by popularity. Popularity ranks the
 * items by their clicks so far in the same run; among equals, the item that was clicked first ranks higher.
 *
 * <p>A click is compared with the ranking after the previous click of its visit, and with the popularity when it
 * arrives. The first click of a visit is not compared.
 *
 * <p>Not safe for use by several threads.
 */
public final class ClickGroundTruth {
    /** The last rank that counts. */
    static final int CUT_OFF = 20;

    private final Map<String, List<String>> pending = new HashMap<>();
    private final Map<String, Long> popularity = new HashMap<>();
    private final List<String> inOrder = new ArrayList<>();
    private final Ranks model = new Ranks();
    private final Ranks popular = new Ranks();

    /** The ranks of the clicks. */
    private static final class Ranks {
        private long clicks;
        private long hits;
        private double reciprocals;

        /** @param rank from 1; 0 where the click was not in the ranking */
        private void add(int rank) {
            clicks++;
            if (rank > 0) {
                hits++;
                reciprocals += 1.0 / rank;
            }
        }

        private ClickReport.Metrics metrics() {
            return clicks == 0
                    ? new ClickReport.Metrics(0, 0)
                    : new ClickReport.Metrics((double) hits / clicks, reciprocals / clicks);
        }
    }

    /**
     * Compares a click with the previous ranking, and keeps the new ranking for the next click of the visit. Call this
     * for every valid click, in the order of a visit's steps.
     *
     * @param ranking the items expected next, the likeliest first
     * @return the click's rank in the previous ranking, from 1 to {@value #CUT_OFF}; 0 where it is not among these
     *     ranks; null where the click is the first of its visit
     */
    public @Nullable Integer score(Click click, List<String> ranking) {
        List<String> before = pending.remove(click.session());
        @Nullable Integer rank = null;
        if (before != null) {
            rank = rank(before, click.item());
            model.add(rank);
            popular.add(popularRank(click.item()));
        }
        if (!click.last()) {
            pending.put(click.session(), List.copyOf(ranking));
        }
        count(click.item());
        return rank;
    }

    private static int rank(List<String> ranking, String item) {
        int index = ranking.indexOf(item);
        return index < CUT_OFF ? index + 1 : 0;
    }

    private int popularRank(String item) {
        long count = popularity.getOrDefault(item, 0L);
        if (count == 0) {
            return 0;
        }
        int rank = 1;
        boolean before = true;
        for (String other : inOrder) {
            before &= !other.equals(item);
            long others = popularity.getOrDefault(other, 0L);
            rank += others > count || (before && others == count) ? 1 : 0;
        }
        return rank <= CUT_OFF ? rank : 0;
    }

    private void count(String item) {
        if (popularity.merge(item, 1L, Long::sum) == 1) {
            inOrder.add(item);
        }
    }

    /** Returns the results so far. */
    public ClickReport report() {
        return new ClickReport(model.clicks, model.metrics(), popular.metrics());
    }
}
