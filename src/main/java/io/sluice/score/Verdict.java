package io.sluice.score;

/** The result of scoring one event: one type for each task. */
public sealed interface Verdict permits Anomaly, Classification, Ranking {}
