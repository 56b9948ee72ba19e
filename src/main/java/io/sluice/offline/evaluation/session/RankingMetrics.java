package io.sluice.offline.evaluation.session;

/** Counts at which rank the item was that was clicked next. */
final class RankingMetrics {
    /** How many ranks count. */
    static final int DEPTH = 20;

    static final String RECALL =
            "the share of clicks, but for each session's first, whose item is among the first " + DEPTH
                    + " of the ranking of all items made after the click before; an item that the model does not know, or a click"
                    + " that the pipeline refuses, is a miss";
    static final String MRR =
            "the mean over the same clicks of 1 / the rank of the item, 0 where it is not among the first " + DEPTH;

    private long judged;
    private long hits;
    private double reciprocals;

    /** @param rank from 1; 0 where the item is not in the ranking */
    void add(int rank) {
        judged++;
        if (rank >= 1 && rank <= DEPTH) {
            hits++;
            reciprocals += 1.0 / rank;
        }
    }

    long judged() {
        return judged;
    }

    double recall() {
        return hits / (double) judged;
    }

    double mrr() {
        return reciprocals / judged;
    }
}
