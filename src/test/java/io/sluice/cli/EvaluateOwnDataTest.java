package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        assertThat(out.toString())
                .contains(
                        "2 dead letters (no-channel 2); the first: plant.csv, line 170: ",
                        "2 rows left out, which are no events; the first: ",
                        "plant.csv, line 242: 2 values");
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
            assertThat(withoutTruth(report)).isEqualTo(withoutTruth(byLabel));
        }
    }

    private static JsonNode withoutTruth(Path report) throws IOException {
        JsonNode read = json(report);
        ((ObjectNode) read.path("settings")).remove("truth");
        return read;
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
        assertThat(err.toString())
                .contains("\"; for an anomalous row give 1, true, t, yes or y, and for a normal one 0, false");
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
        assertThat(err.toString())
                .contains("no key has more than 500 events, and --warm-up 500 leaves out the first 500");
    }

    @Test
    void theReportOpensWithItsVerdict() throws IOException {
        Path report = folder.resolve("report.json");
        Path html = folder.resolve("report.html");
        assertThat(evaluate(
                        twoMachines(), "--label", "faulty", "--report", report.toString(), "--html", html.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .startsWith(
                        "2 of 2 incidents found after a median delay of 0 s, and 0 false alerts in 6.6 machine-hours."
                                + System.lineSeparator()
                                + "The best baseline, z3 (an alert from 3 standard deviations), found 2")
                .contains("so both are equal");
        assertThat(json(report).path("verdict").path(0).asText()).startsWith("2 of 2 incidents found");
        assertThat(html)
                .content()
                .containsSubsequence(
                        "<h1>",
                        "<p>2 of 2 incidents found",
                        "<h2",
                        ">Pictures<",
                        ">incidents found: 2<",
                        ">Metrics<",
                        "<td>delay.seconds</td><td class=\"own\">0 s</td>",
                        ">Charts of metrics<");
    }

    @Test
    void aForgottenKeyIsNamedInTheErrorAndInAWarning() throws IOException {
        String finding =
                "all events have one key, plant, because no option says the key; machine has 2 values, such as";
        Path data = twoMachines();
        String[] time = {"--timestamp", "time", "--timestamp-unit", "seconds", "--label", "faulty"};
        assertThat(evaluate("sensor", data, time)).isEqualTo(2);
        assertThat(err.toString())
                .contains("plant.csv, line 243: the row is older than the row of its key before it; " + finding)
                .contains("give --key-field; otherwise sort the rows of each key by time");
        List<String> lines = new ArrayList<>();
        List<String> first = rows("a", 1);
        List<String> second = rows("b", 2);
        lines.add("machine,time,value,faulty");
        for (int row = 0; row < 240; row++) {
            lines.add(first.get(row));
            lines.add(second.get(row));
        }
        assertThat(evaluate("sensor", file("plant.csv", lines), time))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("\nwarning: " + finding + " a and b: if such a field");
    }

    @Test
    void theReportWarnsOfAChannelThatNoRowHas() throws IOException {
        SensorBundles.random(bundles.resolve("two"), List.of("value", "laod"), 4, 1);
        List<String> lines = new ArrayList<>(List.of("machine,time,value,load,faulty"));
        rows("a", 1).subList(0, 240).forEach(row -> lines.add(row.replaceFirst("(,[^,]+)$", ",3$1")));
        Path report = folder.resolve("report.json");
        Path html = folder.resolve("report.html");
        List<String> args = new ArrayList<>(List.of(LAYOUT));
        args.addAll(List.of("--label", "faulty", "--report", report.toString(), "--html", html.toString()));
        assertThat(evaluate("two", file("plant.csv", lines), args.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        String warning = "laod was missing in all 239 events; the events have machine, value, load, faulty; --set"
                + " sluice.event.field.laod=/FIELD says where it is";
        assertThat(out.toString()).contains("\nwarning: " + warning);
        assertThat(json(report).path("warnings")).extracting(JsonNode::asText).contains(warning);
        assertThat(html).content().contains("<p>warning: " + warning.substring(0, 30), ">laod</text>");
    }

    @Test
    void aModelThatFindsNothingIsSaidToFindNothing() throws IOException {
        List<String> lines = new ArrayList<>(List.of("machine,time,value,faulty"));
        lines.addAll(rows("a", 1).subList(0, 150));
        lines.set(121, lines.get(121).replaceFirst("0$", "1"));
        assertThat(evaluate(file("quiet.csv", lines), "--label", "faulty"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).startsWith("The model found nothing: 0 of 1 incident, and ");
    }

    @Test
    void twoKindsOfTruthExcludeEachOther() throws IOException {
        Path incidents = file("incidents.csv", List.of("key,from,to", "press 2,1772323260,1772323300"));
        assertThat(evaluate(twoMachines(), "--label", "faulty", "--incidents", incidents.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--label and --incidents exclude each other");
    }

    @Test
    void aColumnThatLooksLikeTheTimeIsSuggested() throws IOException {
        Path data = twoMachines();
        assertThat(evaluate("sensor", data, "--key-field", "machine", "--label", "faulty"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("rows without a time", "; add --timestamp time if that field is the time")
                .containsPattern("2 of 2 incidents found, and \\d false alerts in 400 rows\\.");
        Path incidents = file("incidents.csv", List.of("key,from,to", "press 2,1772323260,1772323300"));
        assertThat(evaluate("sensor", data, "--key-field", "machine", "--incidents", incidents.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("; add --timestamp time if that field is the time");
    }

    @Test
    void dataWithoutAnyIncidentStillHasFalseAlerts() throws IOException {
        List<String> lines = new ArrayList<>(List.of("machine,time,value,faulty"));
        lines.addAll(rows("a", 1).subList(0, 150));
        assertThat(evaluate(file("quiet.csv", lines), "--label", "faulty"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .startsWith("No incident is labelled in the scored rows")
                .contains("no scored row is anomalous", "false_alerts_a_day", "incidents missed: none")
                .containsPattern("delay.rows +-  ")
                .containsPattern("recall +-  ");
    }

    @Test
    void aNumberThatDoesNotExistIsNullInTheReportAndADashOnThePage() throws IOException {
        List<String> lines = new ArrayList<>(List.of("machine,time,value,faulty"));
        lines.addAll(rows("a", 1).subList(0, 150));
        Path report = folder.resolve("report.json");
        Path html = folder.resolve("report.html");
        assertThat(evaluate(
                        file("quiet.csv", lines),
                        "--label",
                        "faulty",
                        "--report",
                        report.toString(),
                        "--html",
                        html.toString()))
                .as(err.toString())
                .isZero();
        for (String metric : List.of("recall", "delay.rows", "auprc", "vus_pr")) {
            assertThat(json(report).path("metrics").path(metric).isNull())
                    .as(metric)
                    .isTrue();
        }
        assertThat(html)
                .content()
                .contains("<td>vus_pr</td><td class=\"own\">-</td>")
                .doesNotContain("Charts of metrics")
                .doesNotContain("NaN");
    }

    /** Returns rows of two machines in turn; the first three rows of the second one are dead letters. */
    private Path lateMachine() throws IOException {
        List<String> lines = new ArrayList<>(List.of("machine,time,value,faulty"));
        List<String> early = rows("early", 1).subList(0, 240);
        List<String> late = rows("late", 2).subList(0, 240);
        for (int row = 0; row < 240; row++) {
            lines.add(early.get(row));
            lines.add(row < 3 ? late.get(row).replaceFirst(",[^,]+,0$", ",,0") : late.get(row));
        }
        return file("plant.csv", lines);
    }

    @Test
    void theScoredRowsOfAKeyBeginWithItsFirstJudgedEvent() throws IOException {
        Path report = folder.resolve("report.json");
        assertThat(evaluate(lateMachine(), "--label", "faulty", "--report", report.toString()))
                .as(err.toString())
                .isZero();
        JsonNode left = json(report).path("left_out");
        int silent = left.path(0).path("rows_left_out").asInt();
        assertThat(silent).isPositive();
        assertThat(left.path(0).path("key").asText()).isEqualTo("early");
        assertThat(left.path(0).path("last_of_them").asText()).isEqualTo("plant.csv, line " + 2 * silent);
        assertThat(left.path(1).path("key").asText()).isEqualTo("late");
        assertThat(left.path(1).path("rows_left_out").asInt()).isEqualTo(silent + 3);
        assertThat(left.path(1).path("dead_letters_among_them").asInt()).isEqualTo(3);
        assertThat(left.path(1).path("last_of_them").asText()).isEqualTo("plant.csv, line " + (2 * (silent + 3) + 1));
        assertThat(json(report).path("counts").path("scored rows").asInt()).isEqualTo(480 - 2 * silent - 3);
        assertThat(out.toString()).contains("keys with rows before the scored ones (warm-up): 2");
    }

    @Test
    void deadLettersAreNoEventsOfTheWarmUp() throws IOException {
        Path report = folder.resolve("report.json");
        assertThat(evaluate(lateMachine(), "--label", "faulty", "--warm-up", "50", "--report", report.toString()))
                .as(err.toString())
                .isZero();
        JsonNode left = json(report).path("left_out");
        assertThat(left.path(0).path("rows_left_out").asInt()).isEqualTo(50);
        assertThat(left.path(1).path("rows_left_out").asInt()).isEqualTo(53);
    }

    @Test
    void theVerdictNamesTheRowsThatTheModelDoesNotJudge() throws IOException {
        assertThat(evaluate(twoMachines(), "--label", "faulty", "--warm-up", "10"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .containsPattern("The model does not judge \\d+ scored rows: no incident can open there");
    }

    @Test
    void theReportNamesTheSettingsInForceAndTheData() throws IOException {
        Path html = folder.resolve("report.html");
        assertThat(evaluate(
                        twoMachines(),
                        "--label",
                        "faulty",
                        "--set",
                        "sluice.scoring.open=0.9",
                        "--set",
                        "sluice.event.field.value=/value",
                        "--html",
                        html.toString()))
                .as(err.toString())
                .isZero();
        String weights =
                json(bundles.resolve("sensor/model.json")).at("/weights/sha256").asText();
        assertThat(out.toString())
                .contains(
                        "  weights: SHA-256 " + weights,
                        "  keys: 2",
                        "  rows: 480",
                        "  time span: 2026-03-01T00:00:00Z to 2026-03-01T03:59:00Z",
                        "  scoring.open: 0.9",
                        "  set: sluice.event.field.value: /value",
                        "  threshold: an anomaly.score of 0.9 opens an incident",
                        "  warm-up: ",
                        "  vus_pr window: ");
        assertThat(html).content().contains("Settings in force", weights, "<td>scoring.open</td><td>0.9</td>");
    }

    @Test
    void everyIncidentIsListedAsFoundMissedOrFalse() throws IOException {
        List<String> lines = new ArrayList<>(List.of("machine,time,value,faulty"));
        for (String row : rows("a", 1).subList(0, 240)) {
            int number = lines.size() - 1;
            boolean labelled = (162 <= number && number < 170) || (220 <= number && number < 224);
            lines.add(row.substring(0, row.lastIndexOf(',')) + "," + (labelled ? "Yes" : "no"));
        }
        Path report = folder.resolve("report.json");
        Path data = file("plant.csv", lines);
        assertThat(evaluate(data, "--label", "faulty", "--report", report.toString()))
                .as(err.toString())
                .isZero();
        JsonNode found = json(report).path("incidents.found");
        assertThat(found).hasSize(1);
        assertThat(found.path(0).path("key").asText()).isEqualTo("a");
        assertThat(found.path(0).path("from").asText()).isEqualTo("2026-03-01T02:42:00Z");
        assertThat(found.path(0).path("to").asText()).isEqualTo("2026-03-01T02:49:00Z");
        assertThat(found.path(0).path("opened").asText()).isEqualTo("2026-03-01T02:40:00Z");
        assertThat(found.path(0).path("delay_seconds").asDouble()).isZero();
        assertThat(found.path(0).path("peak").asDouble()).isBetween(0.9, 1.0);
        JsonNode missed = json(report).path("incidents.missed");
        assertThat(missed).hasSize(1);
        assertThat(missed.path(0).path("from").asText()).isEqualTo("2026-03-01T03:40:00Z");
        assertThat(json(report).path("incidents.false")).isEmpty();

        lines.replaceAll(row -> row.replaceFirst(",Yes$", ",no"));
        assertThat(evaluate(file("quiet.csv", lines), "--label", "faulty", "--report", report.toString()))
                .isZero();
        JsonNode mistaken = json(report).path("incidents.false");
        assertThat(mistaken).hasSize(1);
        assertThat(mistaken.path(0).path("opened").asText()).isEqualTo("2026-03-01T02:40:00Z");
        assertThat(mistaken.path(0).path("lasted_seconds").asDouble()).isPositive();
        assertThat(json(report).path("incidents.missed")).isEmpty();
    }

    @Test
    void picturesHaveTimesAndTheThresholdOfTheDrawnScore() throws IOException {
        Path report = folder.resolve("report.json");
        assertThat(evaluate(twoMachines(), "--label", "faulty", "--report", report.toString()))
                .isZero();
        assertThat(folder.resolve("report-series.svg"))
                .content()
                .contains(">time (UTC)<", ">03-01 02:00<")
                .containsPattern("opens an incident, 0\\.\\d{3}<");
    }

    @Test
    void ownTextsHaveTheMetricsOfThePublicOnes() throws IOException {
        Path texts = file("texts.csv", List.of("who,text,mood", "ann,\"good, really\",1", "bob,bad,0", "ann,7,0"));
        assertThat(evaluate("text", texts, "--label", "mood"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .containsPattern("^[0-9.]+ % of 3 texts got the right label\\. The most frequent label \\(majority\\)"
                        + " is right for 66\\.7 %\\.")
                .contains("3 texts", "accuracy", "macro_f1", "majority");
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
