package io.sluice.offline.simulation;

/**
 * How well clicks were foreseen.
 *
 * @param clicks those that were judged: all but the first of each visit
 * @param model by the rankings
 * @param popularity by what was clicked most
 */
public record ClickReport(long clicks, Figures model, Figures popularity) {
    /**
     * Figures over clicks; 0 where there were none.
     *
     * @param hitRate the share of clicks that were among the first 20
     * @param reciprocalRank the mean of 1 / rank, 0 for a click that was not among them: MRR@20
     */
    public record Figures(double hitRate, double reciprocalRank) {}
}
