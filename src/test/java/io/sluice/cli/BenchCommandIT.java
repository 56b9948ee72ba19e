package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Index.atIndex;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchCommandIT {
    /** The columns of a row. */
    private static final int ROWS = 7;

    private static final int DISK = 10;
    private static final int CHANGELOG = 11;
    private static final int CHECKSUM = 12;
    /** The state of a key of {@code sensor-anomaly}. */
    private static final double STATE_BYTES = 1608;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private void run(String options) {
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(("bench " + options).split(" "));
        assertThat(code).as(err.toString()).isZero();
    }

    private List<String[]> rows(int count) {
        return out.toString()
                .lines()
                .skip(4)
                .limit(count)
                .map(run -> run.split(" +"))
                .toList();
    }

    private static double number(String cell) {
        return Double.parseDouble(cell.replace(",", ""));
    }

    @Test
    void lookAheadAndOneByOneGiveTheSamePredictionsAndAllVariantsWriteAsMuch(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("bench.json");
        run("--hidden 16 --events 2000 --warm-up 1000 --keys 300 --rounds 1 --json " + json);
        List<String[]> runs = rows(4);
        assertThat(runs).extracting(run -> run[0]).containsExactly("look-ahead", "one-by-one", "identity", "stock");
        assertThat(number(runs.get(0)[ROWS])).isGreaterThan(1);
        assertThat(runs.get(1)[ROWS]).isEqualTo("1.0");
        assertThat(runs.get(3)[ROWS]).isEqualTo("-");
        assertThat(runs.get(1)[CHECKSUM]).isEqualTo(runs.get(0)[CHECKSUM]);
        assertThat(runs).extracting(run -> run[CHECKSUM]).satisfies(sums -> assertThat(Set.copyOf(sums))
                .hasSize(3));
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        double bytes = report.at("/throughput/runs/0/outputBytesPerEvent").asDouble();
        assertThat(report.at("/throughput/runs")).allSatisfy(run -> {
            assertThat(run.path("outputBytesPerEvent").asDouble()).isBetween(0.97 * bytes, 1.03 * bytes);
            assertThat(run.path("cpuMicrosPerEvent").asDouble()).isPositive();
            assertThat(run.path("allocatedBytesPerEvent").asDouble()).isPositive();
        });
        assertThat(out.toString()).contains("memory, look-ahead / stock: events/s ", "memory, stock / one-by-one: ");
    }

    @Test
    @Tag("long")
    void aStoreOnDiskGivesTheSamePredictionsAndTakesRoomOnDisk() {
        run("--events 1500 --warm-up 500 --keys 100 --skew 0 --rounds 1 --variants look-ahead --store memory,rocksdb"
                + " --latency 500 --seconds 2");
        List<String[]> runs = rows(2);
        assertThat(runs.get(0)).startsWith("look-ahead", "memory").contains("0", atIndex(DISK));
        assertThat(runs.get(1)).startsWith("look-ahead", "rocksdb");
        assertThat(number(runs.get(1)[DISK])).isGreaterThan(STATE_BYTES);
        assertThat(runs).allSatisfy(run -> assertThat(number(run[CHANGELOG])).isBetween(STATE_BYTES, 2 * STATE_BYTES));
        assertThat(runs.get(1)[CHECKSUM]).isEqualTo(runs.get(0)[CHECKSUM]);
        assertLatenciesOfAllEventsThatWereDue();
    }

    private void assertLatenciesOfAllEventsThatWereDue() {
        List<String[]> latencies = out.toString()
                .lines()
                .dropWhile(line -> !line.contains("p99.9"))
                .skip(1)
                .limit(2)
                .map(run -> run.split(" +"))
                .toList();
        assertThat(latencies).extracting(run -> run[1]).containsExactly("memory", "rocksdb");
        assertThat(latencies).allSatisfy(run -> {
            assertThat(run[7]).isEqualTo("1,000");
            double median = number(run[3]);
            assertThat(median).isPositive();
            assertThat(number(run[4])).isGreaterThanOrEqualTo(median);
            assertThat(number(run[6])).isGreaterThanOrEqualTo(number(run[5]));
        });
    }

    private static Process longRun(Path temporary) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dai.djl.offline=true",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.sluice.cli.Main",
                        "bench",
                        "--hidden",
                        "16",
                        "--variants",
                        "stock",
                        "--warm-up",
                        "1",
                        "--events",
                        "0",
                        "--latency",
                        "100",
                        "--seconds",
                        "3600")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<Path> folders(Path temporary) {
        try (Stream<Path> paths = Files.list(temporary)) {
            return paths.filter(path -> path.getFileName().toString().startsWith("sluice-bench-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until broker and run have begun, ends the benchmark, and waits until both have ended. */
    private static void end(Process bench, Path temporary, Runnable how) throws Exception {
        try (BufferedReader lines = bench.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).contains("100,000 keys, skew 0.99");
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            folders(temporary).size() == 2 && bench.children().count() == 2);
            List<ProcessHandle> children = bench.children().toList();
            try {
                how.run();
                for (ProcessHandle child : children) {
                    child.onExit().get(60, TimeUnit.SECONDS);
                }
                assertThat(bench.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                children.forEach(ProcessHandle::destroyForcibly);
            }
        } finally {
            bench.destroyForcibly();
        }
    }

    @Test
    void brokerAndRunEndWithABenchmarkThatIsKilled(@TempDir Path temporary) throws Exception {
        Process bench = longRun(temporary);
        end(bench, temporary, bench::destroyForcibly); // SIGKILL
    }

    @Test
    void aBenchmarkThatIsStoppedLeavesNoProcessAndNoFolder(@TempDir Path temporary) throws Exception {
        Process bench = longRun(temporary);
        end(bench, temporary, bench::destroy); // SIGTERM
        assertThat(bench.exitValue()).isEqualTo(1);
        assertThat(folders(temporary)).isEmpty();
    }

    @Test
    void stepsAreTimedForEachSizeOfTheCatalogue() {
        run("--items 64,100");
        assertThat(out.toString().lines()).hasSize(6).last().asString().contains("100 items, 128 rows per call");
    }
}
