package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exactly once, as users run it: processes that die at any time, against an oracle that never does. */
final class CrashIT {
    private static final long SEED = 20_261_123;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void killsStopsAndLostDisksLeaveEveryPredictionAsSteppedOneByOne(@TempDir Path folder)
            throws IOException, InterruptedException {
        Audit audit = survive(folder, Workload.sensors(folder.resolve("model")), CrashRun.everyBlow(2, SEED));
        assertThat(audit.alerts()).isGreaterThan(100);
    }

    /** Fewer blows, as what differs lies before the look-ahead. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void soIsItWithTexts(@TempDir Path folder) throws IOException, InterruptedException {
        survive(folder, Workload.texts(folder.resolve("model")), CrashRun.everyBlow(1, SEED));
    }

    private static Audit survive(Path folder, Workload workload, List<CrashRun.Blow> atWork)
            throws IOException, InterruptedException {
        try (CrashRun run = new CrashRun(folder, workload, SEED, "io.sluice.cli.Main", "run")) {
            Audit audit = run.strike(atWork, CrashRun.everyBlow(1, ~SEED));
            System.out.printf(
                    "crash test, seed %d: %d SIGKILLs, %d clean stops, %d state directories wiped;"
                            + " %d predictions, %d alerts and %d dead letters compared%n",
                    SEED,
                    run.kills(),
                    run.cleanStops(),
                    run.wipes(),
                    audit.compared(),
                    audit.alerts(),
                    audit.deadLetters());
            assertThat(run.kills()).isPositive();
            assertThat(run.cleanStops()).isPositive();
            assertThat(run.wipes()).isPositive();
            assertThat(audit.compared()).isGreaterThan(10_000);
            assertThat(audit.deadLetters()).isPositive();
            assertThat(audit.holds()).as("%s%n%s", audit, run).isTrue();
            return audit;
        }
    }
}
