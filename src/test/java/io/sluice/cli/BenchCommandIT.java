package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Index.atIndex;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BenchCommandIT {
    /** The columns of a row. */
    private static final int DISK = 6;

    private static final int CHANGELOG = 7;
    private static final int CHECKSUM = 8;
    /** The state of a key of {@code sensor-anomaly}. */
    private static final double STATE_BYTES = 1608;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void lookAheadAndOneByOneGiveTheSamePredictions() {
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("bench", "--events", "3000", "--keys", "300", "--rounds", "1");
        assertThat(code).as(err.toString()).isZero();
        List<String> runs = out.toString().lines().skip(2).limit(3).toList();
        assertThat(runs.get(0)).startsWith("look-ahead");
        assertThat(runs.get(1)).startsWith("one-by-one").contains(" 1.0 ");
        assertThat(runs.get(2)).startsWith("identity");
        assertThat(checksum(runs.get(0))).isEqualTo(checksum(runs.get(1))).isNotEqualTo(checksum(runs.get(2)));
    }

    @Test
    void aStoreOnDiskGivesTheSamePredictionsAndTakesRoomOnDisk() {
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("bench --events 2000 --keys 100 --rounds 1 --variant look-ahead --store memory,rocksdb"
                        .split(" "));
        assertThat(code).as(err.toString()).isZero();
        List<String[]> runs =
                out.toString().lines().skip(2).map(run -> run.split(" +")).toList();
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0)).startsWith("look-ahead", "memory").contains("0", atIndex(DISK));
        assertThat(runs.get(1)).startsWith("look-ahead", "rocksdb");
        assertThat(number(runs.get(1)[DISK])).isGreaterThan(STATE_BYTES);
        assertThat(runs).allSatisfy(run -> assertThat(number(run[CHANGELOG])).isBetween(STATE_BYTES, 2 * STATE_BYTES));
        assertThat(runs.get(1)[CHECKSUM]).isEqualTo(runs.get(0)[CHECKSUM]);
    }

    private static double number(String cell) {
        return Double.parseDouble(cell.replace(",", ""));
    }

    @Test
    void theBrokerEndsWithABenchmarkThatIsKilled() throws Exception {
        Process bench = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.sluice.cli.Main",
                        "bench",
                        "--rounds",
                        "1000")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = bench.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).contains("200000 events of 10000 keys");
            ProcessHandle broker = bench.children().findFirst().orElseThrow();
            try {
                bench.destroyForcibly(); // SIGKILL
                broker.onExit().get(60, TimeUnit.SECONDS);
            } finally {
                broker.destroyForcibly();
            }
        } finally {
            bench.destroyForcibly();
        }
    }

    @Test
    void zeroRoundsAreAUsageError() {
        int code = Main.commandLine().setErr(new PrintWriter(err, true)).execute("bench", "--rounds", "0");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--rounds is 0; it must be at least 1");
    }

    @Test
    void stepsAreTimedForEachSizeOfTheCatalogue() {
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("bench", "--items", "64,100");
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString().lines()).hasSize(6).last().asString().contains("100 items, 128 rows per call");
    }

    @Test
    void aCatalogueWithTooFewItemsIsAUsageError() {
        int code = Main.commandLine().setErr(new PrintWriter(err, true)).execute("bench", "--items", "3");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--items is 3; it must be at least 64");
    }

    private static String checksum(String run) {
        return run.substring(run.lastIndexOf(' ') + 1);
    }
}
