package io.sluice.cli.soak;

import io.sluice.Internal;
import io.sluice.offline.soak.SoakPlan;
import java.nio.file.Path;
import java.util.List;

/**
 * What a soak runs with.
 *
 * @param mainClass the class that runs Sluice's command line
 * @param heap the heap of a pipeline, as the JVM takes it, for example 512m
 * @param model the folder of the bundle
 * @param channels the channels of the model
 * @param logs the folder of samples, picture and logs
 * @param data the folder of the states, which nobody needs after the soak
 */
@Internal
public record SoakSetting(
        SoakPlan plan, String mainClass, String heap, Path model, List<String> channels, Path logs, Path data) {
    public SoakSetting {
        channels = List.copyOf(channels);
    }
}
