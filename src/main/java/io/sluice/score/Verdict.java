package io.sluice.score;

/** What a prediction says beside whose it is: one for each task. */
public sealed interface Verdict permits Anomaly, Classification, Ranking {}
