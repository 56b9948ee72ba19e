package io.sluice.offline.torture;

import io.sluice.offline.torture.plan.TorturePlan;
import java.nio.file.Path;

/**
 * How a torture runs.
 *
 * @param program Sluice's command line for child processes
 * @param bundles the folder with the bundles that come with Sluice
 * @param folder where data and logs of the children go
 * @param rate events a second
 * @param secured whether the brokers demand TLS, a login and permissions of the instances
 */
public record TortureOptions(
        TorturePlan plan, JavaProgram program, Path bundles, Path folder, int rate, boolean secured) {
    public TortureOptions {
        if (rate < 1) {
            throw new IllegalArgumentException("a torture sends at least 1 event a second, not " + rate);
        }
    }
}
