package io.sluice.offline.training.item;

import io.sluice.offline.training.loop.Metrics;
import java.util.Locale;

/**
 * How well a model ranks the next click.
 *
 * @param sessions how many were measured
 * @param predictions their clicks but for each one's first
 * @param recall the share of predictions whose item is among the first 20
 * @param reciprocalRank the mean of 1 / its rank, 0 where it is not among them
 * @param cell the same of the cell's softmax alone
 * @param counts the same of the other parts of the mixture, what was counted and repetition, without the softmax
 */
record NextItemMetrics(int sessions, long predictions, double recall, double reciprocalRank, Part cell, Part counts)
        implements Metrics {
    /** How well a part of the mixture ranks, without the other. */
    record Part(double recall, double reciprocalRank) {}

    @Override
    public String summary() {
        return String.format(
                Locale.ROOT,
                "Recall@20 %.4f, MRR@20 %.4f of %d next clicks (the network's softmax alone %.4f, %.4f)",
                recall,
                reciprocalRank,
                predictions,
                cell.recall,
                cell.reciprocalRank);
    }
}
