package io.sluice.offline.evaluation.run;

import io.sluice.Internal;
import io.sluice.offline.evaluation.report.Report;

/** The evaluation of a model on data that was read before. */
@Internal
public interface Evaluation {
    /** Scores the data and adds the results to the report. */
    void run(ScoringRun scoring, Report report);
}
