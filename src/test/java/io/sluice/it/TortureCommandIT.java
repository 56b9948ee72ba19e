package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class TortureCommandIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> FAULTS = List.of("kill", "wipe", "freeze");

    @TempDir
    private Path folder;

    private Child torture(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "torture",
                "--minutes",
                "1",
                "--seed",
                "20261129",
                "--brokers",
                "1",
                "--faults",
                String.join(",", FAULTS),
                "--dir",
                folder.resolve("torture").toString()));
        arguments.addAll(List.of(more));
        return Child.sluice(folder, arguments.toArray(String[]::new));
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void aMinuteOfFaultsOnSecuredBrokersChangesNothingAndEndsWithALineOfJson()
            throws IOException, InterruptedException {
        try (Child torture = torture("--secured")) {
            assertThat(torture.exitCode(PATIENCE)).as("%s", torture).isZero();
            assertThat(folder.resolve("torture/torture-1/instance-0.properties"))
                    .content()
                    .contains("security.protocol=SASL_SSL", "username\\=\"torture-1\"");
            List<String> lines = torture.output().lines().toList();
            FAULTS.forEach(kind ->
                    assertThat(lines).as(kind).anyMatch(line -> line.contains(" s  " + kind + " of instance ")));
            JsonNode result = new ObjectMapper().readTree(lines.get(lines.size() - 1));
            assertThat(result.path("events").asInt()).isGreaterThanOrEqualTo(10_000);
            assertThat(result.path("predictions").asInt()).isGreaterThan(8_000);
            assertThat(result.path("faults").asInt()).isGreaterThanOrEqualTo(4);
            assertThat(result.path("longest_gap_ms").asInt()).isPositive();
            assertThat(result.path("seed").asLong()).isEqualTo(20261129);
            assertThat(Stream.of("lost", "doubled", "out_of_order", "wrong_bits")
                            .map(field -> result.path(field).asInt(-1)))
                    .containsOnly(0);
        }
    }

    @Test
    @Tag("long")
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void aStoppedTortureLeavesNoProcess() throws IOException, InterruptedException {
        try (Child torture = torture()) {
            Awaitility.await("first fault")
                    .atMost(PATIENCE)
                    .until(() -> torture.output().contains(" of instance ") || !torture.isAlive());
            List<ProcessHandle> children = torture.descendants();
            assertThat(children).hasSizeGreaterThanOrEqualTo(2);
            torture.terminate();
            assertThat(torture.exitCode(PATIENCE)).isEqualTo(1);
            assertThat(torture.errors()).contains("the torture was stopped before its end");
            Awaitility.await("end of all children").atMost(PATIENCE).until(() -> children.stream()
                    .noneMatch(ProcessHandle::isAlive));
        }
    }
}
