package io.sluice.offline.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds rankings against the clicks that followed, beside the same for popularity: the items that were clicked most so
 * far in the same run, of equals the one that was there first.
 *
 * <p>A click is judged by the ranking that its visit's click before was given, and by what was popular when it came; a
 * visit's first click is not judged. Not for use by several threads.
 */
public final class ClickGroundTruth {
    /** Ranks beyond this do not count. */
    public static final int CUT_OFF = 20;

    private final Map<String, List<String>> pending = new HashMap<>();
    private final Map<String, Long> popularity = new HashMap<>();
    private final List<String> inOrder = new ArrayList<>();
    private final Ranks model = new Ranks();
    private final Ranks popular = new Ranks();

    /** How many clicks, and where in the ranking they stood. */
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

        private ClickReport.Figures figures() {
            return clicks == 0
                    ? new ClickReport.Figures(0, 0)
                    : new ClickReport.Figures((double) hits / clicks, reciprocals / clicks);
        }
    }

    /**
     * Judges a click, and keeps the ranking for the next one of its visit. To be told every valid click, in the order
     * of a visit's steps.
     *
     * @param ranking the items that are to come next, the likeliest first
     * @return the rank that the click had in the ranking before, from 1 to {@value #CUT_OFF}, 0 where it was not among
     *     these; null where it is its visit's first
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
        int place = ranking.indexOf(item);
        return place < CUT_OFF ? place + 1 : 0;
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

    /** What came of the clicks so far. */
    public ClickReport report() {
        return new ClickReport(model.clicks, model.figures(), popular.figures());
    }
}
