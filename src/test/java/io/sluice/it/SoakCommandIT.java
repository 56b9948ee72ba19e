package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class SoakCommandIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long HEAP = 192 << 20;
    /** The columns of the samples. */
    private static final int RESIDENT = 2;

    private static final int COMMITTED = 4;
    private static final int THREADS = 7;
    private static final int FILES = 8;

    @TempDir
    private Path folder;

    private Child soak(String options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("soak", "--out", folder.resolve("soak").toString()));
        arguments.addAll(Arrays.asList(options.split(" ")));
        return Child.sluice(folder, arguments.toArray(String[]::new));
    }

    private String file(String name) throws IOException {
        return Files.readString(folder.resolve("soak").resolve(name));
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void everyEventOfAShortSoakHasAPredictionOfEachPipelineAndTheSamplesAreOnDisk()
            throws IOException, InterruptedException {
        try (Child soak = soak("--minutes 0.2 --every 1 --rate 200 --keys 50 --heap 192m")) {
            int code = soak.exitCode(PATIENCE);
            List<String> lines = soak.output().lines().toList();
            assertThat(lines).as("%s", soak).isNotEmpty();
            JsonNode result = new ObjectMapper().readTree(lines.get(lines.size() - 1));
            assertThat(result.path("events").asInt()).as("%s", soak).isEqualTo(2400);
            assertThat(result.path("lost").asInt(-1)).isZero();
            for (String store : List.of("memory", "rocksdb")) {
                assertThat(result.path("predictions").path(store).asInt()).isEqualTo(2400);
                assertThat(samples(store)).isNotEmpty().allSatisfy(sample -> {
                    assertThat(sample).hasSize(12);
                    assertThat(Long.parseLong(sample[RESIDENT])).isGreaterThan(HEAP);
                    assertThat(Long.parseLong(sample[COMMITTED])).isEqualTo(HEAP);
                    assertThat(Integer.parseInt(sample[THREADS])).isGreaterThan(10);
                    assertThat(Integer.parseInt(sample[FILES])).isGreaterThan(10);
                });
                assertThat(file("soak.svg")).contains(">" + store + "</text>");
                assertThat(file("run-" + store + ".log")).contains("scoring soak-events");
            }
            // Memory still grows in the first seconds, so only the reason of the code is certain.
            assertThat(code == 0)
                    .isEqualTo(lines.stream()
                            .noneMatch(line -> line.matches("(memory|rocksdb): (?!at the end, it was).*")));
        }
    }

    private List<String[]> samples(String store) throws IOException {
        return file("samples.csv")
                .lines()
                .filter(line -> line.startsWith(store + ","))
                .map(line -> line.split(","))
                .toList();
    }

    @Test
    @Tag("long")
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void aStoppedSoakPrintsWhatThereIsAndLeavesNoProcess() throws IOException, InterruptedException {
        try (Child soak = soak("--minutes 60 --every 1 --rate 50 --keys 50 --store memory --heap 192m")) {
            awaitSamples(soak);
            List<ProcessHandle> children = soak.descendants();
            assertThat(children).hasSize(2);
            soak.terminate();
            assertThat(soak.exitCode(PATIENCE)).as("%s", soak).isEqualTo(1);
            List<String> lines = soak.output().lines().toList();
            assertThat(lines).contains("the soak was stopped before its end");
            assertThat(new ObjectMapper()
                            .readTree(lines.get(lines.size() - 1))
                            .path("events")
                            .asInt())
                    .isPositive();
            assertThat(file("soak.svg")).contains("Resident memory");
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    @Tag("long")
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void aPipelineThatEndsIsNamedWithItsLog() throws IOException, InterruptedException {
        try (Child soak = soak("--minutes 60 --every 1 --rate 50 --keys 50 --store memory --heap 192m")) {
            awaitSamples(soak);
            List<ProcessHandle> children = soak.descendants();
            for (ProcessHandle child : children) {
                if (arguments(child).contains("run-memory.properties")) {
                    child.destroyForcibly();
                }
            }
            assertThat(soak.exitCode(PATIENCE)).as("%s", soak).isEqualTo(1);
            assertThat(soak.errors())
                    .contains("the pipeline with the store memory ended with exit code 137; its log is "
                            + folder.resolve("soak").resolve("run-memory.log"));
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    /** {@link ProcessHandle.Info#commandLine} is empty for a long class path. */
    private static String arguments(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    }

    /** Waits until a line with figures was printed. */
    private static void awaitSamples(Child soak) {
        Awaitility.await("first samples")
                .atMost(PATIENCE)
                .until(() -> soak.output().contains("\nmemory ") || !soak.isAlive());
        assertThat(soak.isAlive()).as("%s", soak).isTrue();
    }
}
