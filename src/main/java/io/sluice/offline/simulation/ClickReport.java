package io.sluice.offline.simulation;

/**
 * The results of rankings against the clicks that followed.
 *
 * @param clicks the number of clicks that were compared: all except the first of each visit
 * @param model the metrics of the model's rankings
 * @param popularity the metrics of a ranking by popularity
 */
public record ClickReport(long clicks, Metrics model, Metrics popularity) {
    /**
     * Metrics over clicks; 0 where there were no clicks.
     *
     * @param hitRate the share of clicks among the first 20 ranks
     * @param reciprocalRank MRR@20: the mean of 1 / rank, with 0 for a click beyond rank 20
     */
    public record Metrics(double hitRate, double reciprocalRank) {}
}
