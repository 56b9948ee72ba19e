package io.sluice.offline.evaluation.series;

/** Shares of counts. */
final class Shares {
    private Shares() {}

    /** Returns the share of {@code part} in {@code all}; NaN if there are none. */
    static double of(long part, long all) {
        return all == 0 ? Double.NaN : part / (double) all;
    }
}
