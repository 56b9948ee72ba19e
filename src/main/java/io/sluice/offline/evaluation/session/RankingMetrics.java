package io.sluice.offline.evaluation.session;

import java.util.Arrays;

/** Metrics of rankings: counts the rank of the item that was clicked next. */
final class RankingMetrics {
    /** The number of ranks that count. */
    static final int DEPTH = 20;

    static final String RECALL = "the share of clicks whose item is among the first " + DEPTH
            + " ranks after the previous click; each ranking is of all items; the first click of a session does not"
            + " count; a miss is an item that the model does not know, or a click after a refused one";
    static final String MRR =
            "the mean over the same clicks of 1 / rank of the item, with 0 where the item is not among the first "
                    + DEPTH;

    private long predictions;
    private long hits;
    private final long[] hitsAt = new long[DEPTH + 1];
    private double reciprocals;

    /** @param rank from 1; 0 where the item is not in the ranking */
    void add(int rank) {
        predictions++;
        if (rank >= 1 && rank <= DEPTH) {
            hits++;
            hitsAt[rank]++;
            reciprocals += 1.0 / rank;
        }
    }

    long predictions() {
        return predictions;
    }

    double recall() {
        return hits / (double) predictions;
    }

    /** Returns the share of clicks whose item is among the first {@code k} ranks. */
    double recallAt(int k) {
        return Arrays.stream(hitsAt, 0, k + 1).sum() / (double) predictions;
    }

    double mrr() {
        return reciprocals / predictions;
    }
}
