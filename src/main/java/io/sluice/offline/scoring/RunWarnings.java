package io.sluice.offline.scoring;

import io.sluice.offline.findings.RunFindings;
import java.util.List;

/** Collects what the run shows about the model. */
record RunWarnings(RunFindings findings) implements PredictionSink {
    @Override
    public void scored(ScoredEvent event) {
        findings.add(event.key(), event.event(), event.value(), event.output());
    }

    /** Returns a line for each warning. */
    List<String> lines() {
        return findings.warnings().stream()
                .map(warning -> "warning: " + warning)
                .toList();
    }
}
