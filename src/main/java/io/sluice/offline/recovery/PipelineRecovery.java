package io.sluice.offline.recovery;

import java.util.List;

/**
 * What a pipeline has shown.
 *
 * @param faults the events without prediction, and the lost states, as sentences
 */
public record PipelineRecovery(PipelineKind kind, KeyBytes bytes, List<RecoveryTime> times, List<String> faults) {
    public PipelineRecovery {
        times = List.copyOf(times);
        faults = List.copyOf(faults);
    }
}
