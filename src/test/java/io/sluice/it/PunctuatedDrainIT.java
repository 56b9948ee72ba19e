package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the crash test: its oracle must find the losses of a pipeline that keeps records back. */
final class PunctuatedDrainIT {
    private static final long SEED = 4;

    @Test
    @Tag("long")
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void theAuditFindsPredictionsThatAPunctuatorDidNotDrain(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (CrashRun run = new CrashRun(
                folder, Workload.sensors(folder.resolve("model")), SEED, "io.sluice.stream.PunctuatedDrain")) {
            Audit audit = run.strike(Collections.nCopies(3, CrashRun.Blow.STOP), List.of());
            System.out.printf(
                    "drained by a punctuator: %d SIGKILLs, %d clean stops; %d of %d predictions missing%n",
                    run.kills(), run.cleanStops(), audit.missing(), audit.compared());
            assertThat(audit.missing()).as("%s%n%s", audit, run).isPositive();
            assertThat(audit.holds()).isFalse();
        }
    }
}
