package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks exactly-once processing with the program that users run: processes die at any time, and their output must
 * equal that of an oracle that never dies.
 */
final class CrashIT {
    private static final long SEED = 20_261_123;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void killsStopsAndLostDisksChangeNoPredictionOfSensors(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (CrashRun run = run(folder, Workload.sensors(folder.resolve("model")))) {
            Audit audit = survive(run, CrashRun.everyBlow(1, SEED), CrashRun.everyBlow(1, ~SEED));
            assertThat(audit.alerts()).isGreaterThan(100);
        }
    }

    /** Runs differ from single steps in what the look-ahead drops and steps again after a blow, whatever its kind. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void killsStopsAndLostDisksChangeNoPredictionOfRunsInOnnx(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (CrashRun run = run(folder, Workload.sensorsOnnx(folder.resolve("model")))) {
            survive(run, List.of(CrashRun.Blow.KILL), List.of(CrashRun.Blow.KILL_AND_WIPE, CrashRun.Blow.STOP));
        }
    }

    /** Fewer blows are enough, because texts differ only in the part before the look-ahead. */
    @Test
    @Tag("long")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void killsStopsAndLostDisksChangeNoPredictionOfTexts(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (CrashRun run = run(folder, Workload.texts(folder.resolve("model")))) {
            survive(run, List.of(CrashRun.Blow.KILL_AND_WIPE), List.of(CrashRun.Blow.STOP));
        }
    }

    /** Each blow once; masked rankings also depend on the scorer's part of the state. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void killsStopsAndLostDisksChangeNoRanking(@TempDir Path folder) throws IOException, InterruptedException {
        Workload items = Workload.items(folder.resolve("model"));
        try (CrashRun run = run(folder, items)) {
            survive(
                    run,
                    List.of(CrashRun.Blow.KILL_AND_WIPE, CrashRun.Blow.STOP),
                    List.of(CrashRun.Blow.KILL, CrashRun.Blow.STOP_AND_WIPE));
            assertThat(run.predictions()).isEqualTo(OfflineRankings.of(items, run.events()));
        }
    }

    private static CrashRun run(Path folder, Workload workload) {
        return new CrashRun(folder, workload, SEED, "io.sluice.cli.Main", "run");
    }

    private static Audit survive(CrashRun run, List<CrashRun.Blow> atWork, List<CrashRun.Blow> inHaste)
            throws IOException, InterruptedException {
        Audit audit = run.strike(atWork, inHaste);
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
        assertThat(audit.compared()).isGreaterThan(5000);
        assertThat(audit.deadLetters()).isPositive();
        assertThat(audit.holds()).as("%s%n%s", audit, run).isTrue();
        return audit;
    }
}
