package io.sluice.score;

/** The result of scoring one event: one type for each task. */
public sealed interface Verdict permits Anomaly, Classification, Ranking {
    /** Returns true if all numbers of the verdict are finite. JSON can write no others. */
    boolean isFinite();
}
