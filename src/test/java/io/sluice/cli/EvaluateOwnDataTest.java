package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.torch.ItemBundle;
import io.sluice.torch.TextBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateOwnDataTest {
    private static final long START = 1_772_323_200L;

    @TempDir
    private static Path bundles;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void writeBundles() throws IOException {
        SensorBundles.random(bundles.resolve("sensor"), List.of("value"), 4, 1);
        TextBundle.write(bundles.resolve("text"));
        ItemBundle.write(bundles.resolve("item"));
    }

    private int evaluate(String model, Path data, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "evaluate",
                "--format",
                "csv",
                "--model",
                bundles.resolve(model).toString(),
                "--data",
                data.toString()));
        args.addAll(List.of(more));
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        return commands.execute(args.toArray(String[]::new));
    }

    private Path file(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    /** Returns rows of a machine with a burst at row 160, an empty reading and a broken row. */
    private static List<String> rows(String machine, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < 240; row++) {
            boolean burst = 160 <= row && row < 170;
            String value = row == 168 ? "" : Double.toString((burst ? 50 : 0) + random.nextDouble());
            rows.add(machine + "," + (START + 60L * row) + "," + value + "," + (burst ? "true" : "0"));
        }
        rows.add(machine + ",1");
        return rows;
    }

    private Path twoMachines() throws IOException {
        List<String> lines = new ArrayList<>(List.of("machine,time,value,faulty"));
        lines.addAll(rows("\"press, 1\"", 1));
        lines.addAll(rows("press 2", 2));
        return file("plant.csv", lines);
    }

    private static final String[] LAYOUT = {
        "--key-field", "machine", "--timestamp", "time", "--timestamp-unit", "seconds"
    };

    private int evaluate(Path data, String... more) {
        List<String> args = new ArrayList<>(List.of(LAYOUT));
        args.addAll(List.of(more));
        return evaluate("sensor", data, args.toArray(String[]::new));
    }

    private static JsonNode json(Path report) throws IOException {
        return new ObjectMapper().readTree(Files.readString(report));
    }

    @Test
    void rowsWithALabelGiveMetricsByRowAndByIncident() throws IOException {
        Path report = folder.resolve("report.json");
        assertThat(evaluate(twoMachines(), "--label", "faulty", "--report", report.toString()))
                .as(err.toString())
                .isZero();
        JsonNode found = json(report);
        for (String metric : List.of(
                "precision",
                "recall",
                "f1",
                "incidents.precision",
                "incidents.recall",
                "incidents.f1",
                "delay.rows",
                "delay.seconds",
                "false_alerts_a_day",
                "auprc",
                "vus_pr")) {
            assertThat(found.path("metrics").has(metric)).as(metric).isTrue();
            assertThat(found.path("baselines").path("z3").has(metric))
                    .as(metric)
                    .isTrue();
            assertThat(found.path("definitions").has(metric)).as(metric).isTrue();
        }
        assertThat(found.path("metrics").path("incidents.recall").asDouble()).isEqualTo(1);
        JsonNode counts = found.path("counts");
        assertThat(counts.path("predicted sequences").asInt()).isEqualTo(2); // not cut by the empty readings
        assertThat(counts.path("scored rows").asInt()).isEqualTo(400);
        assertThat(counts.path("anomalous rows").asInt()).isEqualTo(20);
        assertThat(counts.path("anomalies").asInt()).isEqualTo(2);
        assertThat(counts.path("rows that are no events, left out").asInt()).isEqualTo(2);
        assertThat(counts.path("rows of dead letters, which count like the row before")
                        .asInt())
                .isEqualTo(2);
        assertThat(out.toString()).contains("plant.csv, line 242: 2 values");
        assertThat(folder.resolve("report-series.svg")).content().contains(">press, 1<", ">press 2<");
    }

    @Test
    void intervalsInPlaceOfLabelsGiveTheSameReport() throws IOException {
        Path byLabel = folder.resolve("by-label.json");
        Path data = twoMachines();
        assertThat(evaluate(data, "--label", "faulty", "--report", byLabel.toString()))
                .isZero();
        String from = Long.toString(START + 160 * 60);
        String to = Long.toString(START + 169 * 60);
        Path csv = file(
                "incidents.csv",
                List.of("key,from,to", "\"press, 1\"," + from + "," + to, "press 2," + from + "," + to));
        Path array = file(
                "incidents.json",
                List.of("[{\"key\": \"press, 1\", \"from\": " + from + ", \"to\": " + to + "},"
                        + " {\"key\": \"press 2\", \"from\": \"2026-03-01T02:40:00Z\", \"to\": " + to + "}]"));
        for (Path incidents : List.of(csv, array)) {
            Path report = folder.resolve("report.json");
            assertThat(evaluate(data, "--incidents", incidents.toString(), "--report", report.toString()))
                    .as(err.toString())
                    .isZero();
            assertThat(report).hasSameTextualContentAs(byLabel);
        }
    }

    @Test
    void aFolderHasAFileForEachKeyAndSeriesChoosesThePicture() throws IOException {
        Path data = Files.createDirectories(folder.resolve("plant"));
        for (String machine : List.of("a", "b")) {
            List<String> lines = new ArrayList<>(List.of("machine,time,value,faulty"));
            lines.addAll(rows(machine, machine.hashCode()));
            Files.write(data.resolve(machine + ".csv"), lines);
        }
        Path report = folder.resolve("report.json");
        String[] options = {
            "--timestamp",
            "time",
            "--timestamp-unit",
            "seconds",
            "--label",
            "faulty",
            "--report",
            report.toString(),
            "--series"
        };
        List<String> args = new ArrayList<>(List.of(options));
        args.add("b");
        assertThat(evaluate("sensor", data, args.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve("report-series.svg"))
                .content()
                .contains(">b<")
                .doesNotContain(">a<");
        args.set(args.size() - 1, "c");
        assertThat(evaluate("sensor", data, args.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains("--series c: the data has no such series; it has a, b");
    }

    @Test
    void faultsInTheTruthAreNamed() throws IOException {
        Path data = twoMachines();
        assertThat(evaluate(data)).isEqualTo(2);
        assertThat(err.toString()).contains("needs the truth: give either --label COLUMN");
        assertThat(evaluate(data, "--label", "fault")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "plant.csv, line 2: no value at 'fault'; the row has values for [machine, time, value, faulty]");
        assertThat(evaluate(data, "--label", "value")).isEqualTo(2);
        assertThat(err.toString()).contains("it must be 0, 1, true or false");
        Path unknown = file("unknown.csv", List.of("key,from,to", "press 3,1772323200,1772323200"));
        assertThat(evaluate(data, "--incidents", unknown.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("line 2: the data has no key 'press 3'; its keys are [press 2, press, 1]");
        Path backwards = file("backwards.csv", List.of("key,from,to", "press 2,1772323260,1772323200"));
        assertThat(evaluate(data, "--incidents", backwards.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("line 2: the incident ends before it begins");
        List<String> newestFirst = new ArrayList<>(rows("press 2", 2).subList(0, 240));
        Collections.reverse(newestFirst);
        newestFirst.add(0, "machine,time,value,faulty");
        assertThat(evaluate(file("reversed.csv", newestFirst), "--label", "faulty"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("reversed.csv, line 3: the row is older than the row of its key before it; sort the rows");
        assertThat(evaluate(data, "--label", "faulty", "--warm-up", "500")).isEqualTo(2);
        assertThat(err.toString()).contains("no key has more than 500 rows");
    }

    @Test
    void dataWithoutAnyIncidentStillHasFalseAlerts() throws IOException {
        List<String> lines = new ArrayList<>(List.of("machine,time,value,faulty"));
        lines.addAll(rows("a", 1).subList(0, 150));
        assertThat(evaluate(file("quiet.csv", lines), "--label", "faulty"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("no scored row is anomalous", "false_alerts_a_day");
    }

    @Test
    void ownTextsHaveTheMetricsOfThePublicOnes() throws IOException {
        Path texts = file("texts.csv", List.of("who,text,mood", "ann,\"good, really\",1", "bob,bad,0", "ann,7,0"));
        assertThat(evaluate("text", texts, "--label", "mood"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("3 texts", "accuracy", "macro_f1", "majority");
        assertThat(evaluate("text", texts, "--label", "mood", "--key-field", "who"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("2 authors", "running.accuracy", "fresh state");
    }

    @Test
    void modelsOfItemsTakeTheFormatSessions() throws IOException {
        assertThat(evaluate("item", file("items.csv", List.of("item", "a")), "--label", "item"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("use --format sessions");
    }

    @Test
    void otherFormatsRefuseTheOptionsOfOwnData() throws IOException {
        CommandLine commands = Main.commandLine();
        commands.setErr(new PrintWriter(err));
        Path texts = file("texts.tsv", List.of("label\ttext", "1\tgood"));
        assertThat(commands.execute(
                        "evaluate",
                        "--format",
                        "labelled-text",
                        "--model",
                        bundles.resolve("text").toString(),
                        "--data",
                        texts.toString(),
                        "--label",
                        "label"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("are for --format csv; the format labelled-text has its own layout");
    }
}
