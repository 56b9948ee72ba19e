package io.sluice.offline.training.item;

import io.sluice.offline.training.loop.Metrics;
import java.util.Locale;

/**
 * The metrics of a next-item model.
 *
 * @param sessions the number of sessions
 * @param predictions the number of their clicks, without the first click of each
 * @param recall Recall@20: the share of predictions whose item is among the first 20
 * @param reciprocalRank MRR@20: the mean of 1 / rank, which is 0 if the item is not among the first 20
 * @param cell the metrics of the cell's softmax alone
 * @param counts the metrics of the other parts of the mixture, rules and repetition, without the softmax
 */
record NextItemMetrics(int sessions, long predictions, double recall, double reciprocalRank, Part cell, Part counts)
        implements Metrics {
    /** The metrics of one part of the mixture, without the other. */
    record Part(double recall, double reciprocalRank) {}

    @Override
    public String summary() {
        return String.format(
                Locale.ROOT,
                "Recall@20 %.4f, MRR@20 %.4f on %d next clicks (the network's softmax alone %.4f, %.4f)",
                recall,
                reciprocalRank,
                predictions,
                cell.recall,
                cell.reciprocalRank);
    }
}
