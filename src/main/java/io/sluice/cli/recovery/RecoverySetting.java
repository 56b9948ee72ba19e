package io.sluice.cli.recovery;

import io.sluice.Internal;
import io.sluice.offline.recovery.RecoveryPlan;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a measurement runs with.
 *
 * @param mainClass the class that runs Sluice's command line
 * @param heap the heap of an instance, as the JVM takes it, for example 512m
 * @param settings further properties of the pipelines
 * @param logs the folder of the logs
 * @param data the folder of the states, which nobody needs afterwards
 */
@Internal
public record RecoverySetting(
        RecoveryPlan plan, String mainClass, String heap, Map<String, String> settings, Path logs, Path data) {
    public RecoverySetting {
        settings = Map.copyOf(settings);
    }
}
