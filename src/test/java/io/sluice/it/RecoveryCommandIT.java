package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
final class RecoveryCommandIT {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void eachInterruptionLeavesAllStatesAndALostDiskComesBackFromTheChangelog()
            throws IOException, InterruptedException {
        String options =
                "recovery --keys 2000 --store rocksdb --standbys 0 --heap 256m --out " + folder.resolve("logs");
        try (Child recovery = Child.sluice(folder, options.split(" "))) {
            int code = recovery.exitCode(PATIENCE);
            List<String> lines = recovery.output().lines().toList();
            assertThat(code).as("%s", recovery).isZero();
            JsonNode result = new ObjectMapper().readTree(lines.get(lines.size() - 1));
            assertThat(result.path("faults").asInt(-1)).isZero();
            assertThat(result.path("recoveries").findValuesAsText("interruption"))
                    .containsExactly("clean-stop", "kill", "lost-disk");
            assertThat(result.path("recoveries")).allSatisfy(row -> {
                assertThat(row.path("ready_seconds").asDouble()).isPositive();
                assertThat(row.path("all_predictions_seconds").asDouble())
                        .isGreaterThanOrEqualTo(
                                row.path("first_prediction_seconds").asDouble())
                        .isPositive();
                assertThat(row.path("disk_bytes_per_key").asDouble())
                        .isGreaterThan(result.path("state_bytes").asDouble());
                assertThat(row.path("changelog_bytes_per_key").asDouble())
                        .isGreaterThan(result.path("state_bytes").asDouble());
            });
            assertThat(result.path("recoveries")
                            .path(0)
                            .path("restored_records")
                            .asLong())
                    .isZero();
            assertThat(result.path("recoveries")
                            .path(2)
                            .path("restored_records")
                            .asLong())
                    .isGreaterThanOrEqualTo(2000);
        }
    }
}
