package io.sluice.offline.evaluation.run;

import io.sluice.Internal;
import io.sluice.offline.evaluation.report.Report;

/** One way of judging a model on one kind of data, which has been read. */
@Internal
public interface Evaluation {
    /** Scores the data and adds what was found to the report. */
    void run(ScoringRun scoring, Report report);
}
