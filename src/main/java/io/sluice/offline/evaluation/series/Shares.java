package io.sluice.offline.evaluation.series;

/** Shares of counts. */
final class Shares {
    private Shares() {}

    /** Returns the share of {@code part} in {@code all}; 0 if there are none. */
    static double of(long part, long all) {
        return all == 0 ? 0 : part / (double) all;
    }
}
