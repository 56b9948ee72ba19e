package io.sluice.evaluation;

/** One way of judging a model on one kind of data, which has been read. */
interface Evaluation {
    /** Scores the data and adds what was found to the report. */
    void run(ScoringRun scoring, Report report);
}
