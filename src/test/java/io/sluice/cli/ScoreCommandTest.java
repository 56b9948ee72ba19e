package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.offline.imports.BareModule;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.torch.ItemBundle;
import io.sluice.torch.TextBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScoreCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path bundles;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void writeBundles() throws IOException {
        SensorBundles.random(bundles.resolve("sensor"), List.of("value"), 4, 1);
        SensorBundles.random(
                bundles.resolve("profile"),
                SensorBundles.recipe(
                        List.of("value"),
                        4,
                        Map.of(
                                "scorer", "profile",
                                "scoring.silent.events", "60",
                                "scoring.open", "0.8",
                                "scoring.close", "0.5")),
                1);
        TextBundle.write(bundles.resolve("text"));
        ItemBundle.write(bundles.resolve("item"));
    }

    private int score(String model, Path file, String... more) {
        List<String> args = new ArrayList<>(List.of("score", file.toString()));
        if (!model.isEmpty()) {
            args.addAll(List.of("--model", bundles.resolve(model).toString()));
        }
        args.addAll(List.of(more));
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        return commands.execute(args.toArray(String[]::new));
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private List<JsonNode> predictions() throws IOException {
        List<JsonNode> read = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            read.add(JSON.readTree(line));
        }
        return read;
    }

    private static List<String> texts(List<JsonNode> nodes, String pointer) {
        return nodes.stream().map(node -> node.at(pointer).asText()).toList();
    }

    @Test
    void withoutAKeyAllRowsAreOneKeyWithTheNameOfTheFile() throws IOException {
        assertThat(score(
                        "sensor",
                        file("pump.csv", "timestamp,value", "2026-03-01T00:00:00Z,1", "2026-03-01T00:01:00Z,2")))
                .as(err.toString())
                .isZero();
        assertThat(texts(predictions(), "/key")).containsExactly("pump", "pump");
        assertThat(texts(predictions(), "/step")).containsExactly("1", "2");
        assertThat(texts(predictions(), "/source/topic")).containsOnly("pump.csv");
        assertThat(err.toString()).contains("pump.csv: 2 events of 1 key, 0 dead letters", "not judged: 2 events");
    }

    @Test
    void aFileInItsOwnLayoutNeedsNoChange() throws IOException {
        Path own = file(
                "own.csv",
                "Zeit,\"Machine, name\",Temp/C,note",
                "1772323200,\"press, 1\",81.2,\"a \"\"b\"\"\"",
                "1772323260,press 2,\" 7.5\",");
        assertThat(score(
                        "sensor",
                        own,
                        "--key-field",
                        "Machine, name",
                        "--timestamp",
                        "Zeit",
                        "--timestamp-unit",
                        "seconds",
                        "--set",
                        "sluice.event.field.value=/Temp~1C"))
                .as(err.toString())
                .isZero();
        assertThat(texts(predictions(), "/key")).containsExactly("press, 1", "press 2");
        assertThat(texts(predictions(), "/timestamp"))
                .containsExactly("2026-03-01T00:00:00.000Z", "2026-03-01T00:01:00.000Z");
    }

    @Test
    void theFileOfAPipelineGivesModelKeyAndLayout() throws IOException {
        Path config = file(
                "plant.properties",
                "bootstrap.servers=nowhere:1",
                "application.id=plant",
                "sluice.model=" + bundles.resolve("sensor"),
                "sluice.input.topic=in",
                "sluice.output.topic=in",
                "sluice.state.ttl.ms=1000",
                "sluice.event.format=cloudevents",
                "sluice.event.key=/machine/id",
                "sluice.event.field.value=/reading/temp_c",
                "sluice.event.timestamp=/ts",
                "sluice.event.timestamp.unit=seconds",
                "sluice.event.numbers.in.strings=true");
        Path events = file(
                "plant.jsonl",
                "{\"machine\":{\"id\":\"press-1\"},\"ts\":1772323200,\"reading\":{\"temp_c\":\"81.2\"}}",
                "{\"machine\":{},\"ts\":1772323200,\"reading\":{\"temp_c\":\"81.2\"}}");
        assertThat(score("", events, "--config", config.toString()))
                .as(err.toString())
                .isZero();
        assertThat(texts(predictions(), "/key")).containsExactly("press-1");
        assertThat(texts(predictions(), "/timestamp")).containsExactly("2026-03-01T00:00:00.000Z");
        assertThat(err.toString())
                .contains("sluice.state.ttl.ms has no effect without a broker", "dead letters: no-key 1");
    }

    @Test
    void aBundleThatIsNotListedIsRefused() throws IOException {
        Path config = file(
                "listed.properties", "sluice.model=models/sensor-anomaly", "sluice.model.sha256=" + "0".repeat(64));
        Path events = file("one.jsonl", "{\"value\":1}");
        assertThat(score("", events, "--config", config.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("sluice.model.sha256 lists neither the SHA-256 of model.json, ");
    }

    @Test
    void badRowsAreDeadLettersInTheOrderOfTheFile() throws IOException {
        Path rows = file(
                "rows.csv",
                "m,timestamp,value",
                "a,2026-03-01T00:00:00Z,1",
                "a,yesterday,2",
                "a,2026-03-01T00:00:00Z,broken",
                "a,2026-03-01T00:00:00Z",
                ",2026-03-01T00:00:00Z,3",
                "a,2026-03-01T00:00:00Z,",
                "a,2026-03-01T00:01:00Z,4");
        Path letters = folder.resolve("letters.jsonl");
        assertThat(score("sensor", rows, "--key-field", "m", "--dead-letters", letters.toString()))
                .as(err.toString())
                .isZero();
        assertThat(texts(predictions(), "/step")).containsExactly("1", "2");
        List<JsonNode> found = new ArrayList<>();
        for (String line : Files.readAllLines(letters)) {
            found.add(JSON.readTree(line));
        }
        assertThat(texts(found, "/line")).containsExactly("3", "4", "5", "6", "7");
        assertThat(texts(found, "/reason"))
                .containsExactly("bad-timestamp", "bad-channel", "wrong-columns", "no-key", "no-channel");
        assertThat(found.get(2).path("value").asText()).isEqualTo("a,2026-03-01T00:00:00Z");
        assertThat(err.toString())
                .contains("2 events of 1 key, 5 dead letters", "bad-timestamp 1", "the first, line 3: the timestamp");
    }

    @Test
    void badLinesOfJsonAreDeadLettersToo() throws IOException {
        Path rows = file("rows.jsonl", "{\"value\":1}", "[1]", "{\"value\":", "{\"value\":2}");
        assertThat(score("sensor", rows)).as(err.toString()).isZero();
        assertThat(texts(predictions(), "/step")).containsExactly("1", "2");
        assertThat(err.toString()).contains("dead letters: not-an-object 1, not-json 1", "without a time: 2 events");
    }

    @Test
    void aTableHasThePredictionsNumbers() throws IOException {
        Path rows = file("rows.csv", "timestamp,value", "2026-03-01T00:00:00Z,1", "2026-03-01T00:00:00Z,\"2\"");
        Path table = folder.resolve("out.csv");
        assertThat(score("sensor", rows, "--out", table.toString())).isZero();
        assertThat(score("sensor", rows)).isZero();
        List<String> lines = Files.readAllLines(table);
        assertThat(lines.get(0))
                .isEqualTo("line,key,timestamp,step,value.value,score,surprise,alert,judged,silent_left,incident,"
                        + "incident.since,incident.peak,expected.value,contribution.value");
        assertThat(lines).hasSize(3);
        JsonNode second = predictions().get(1);
        assertThat(lines.get(2))
                .isEqualTo("3,rows,2026-03-01T00:00:00.000Z,2,2.0,0.0,"
                        + second.at("/anomaly/surprise").asText() + ",false,false,"
                        + second.at("/anomaly/silent_left").asText() + ",,,,"
                        + second.at("/anomaly/expected/value").asText() + ","
                        + second.at("/anomaly/contributions/value").asText());
    }

    @Test
    void theScoreThatDecidesAlertsIsInTheTableAndInThePicture() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int row = 0; row < 150; row++) {
            lines.add((1_772_323_200_000L + row * 60_000L) + "," + (row == 120 ? 30 : random.nextDouble()));
        }
        Path rows = file("rows.csv", lines.toArray(String[]::new));
        Path table = folder.resolve("out.csv");
        Path plot = folder.resolve("plot.svg");
        assertThat(score("profile", rows, "--out", table.toString(), "--plot", plot.toString()))
                .as(err.toString())
                .isZero();
        List<String> header = List.of(Files.readAllLines(table).get(0).split(","));
        assertThat(header).containsSubsequence("score", "quick", "surprise");
        List<String> opened = Files.readAllLines(table).stream()
                .filter(line -> line.contains(",opened,"))
                .toList();
        assertThat(opened).hasSize(1);
        String[] cells = opened.get(0).split(",", -1);
        assertThat(cells[header.indexOf("quick")]).isEqualTo(cells[header.indexOf("incident.peak")]);
        assertThat(Double.parseDouble(cells[header.indexOf("quick")])).isGreaterThanOrEqualTo(0.8);
        assertThat(plot).content().contains(">quick score<", "quick score opens an incident, 0.800");
    }

    @Test
    void onlyATableForSpreadsheetsChangesTextsThatLookLikeFormulas() throws IOException {
        String command = "=HYPERLINK(\"http://x\")";
        Path rows = file(
                "rows.csv",
                "key,timestamp,value",
                "\"" + command.replace("\"", "\"\"") + "\",2026-03-01T00:00:00Z,-1",
                "@x,2026-03-01T00:00:00Z,1",
                "-5,2026-03-01T00:00:00Z,1",
                "a=b,2026-03-01T00:00:00Z,1");
        Path table = folder.resolve("out.csv");
        assertThat(score("sensor", rows, "--key-field", "key", "--out", table.toString()))
                .as(err.toString())
                .isZero();
        assertThat(table).content().contains(",@x,", ",-5,", ",\"=HYPERLINK(");
        assertThat(score("sensor", rows, "--key-field", "key", "--spreadsheet", "--out", table.toString()))
                .isZero();
        assertThat(table)
                .content()
                .contains("2,\"'=HYPERLINK(\"\"http://x\"\")\",", ",-1.0,", "3,\"'@x\",", "4,-5,", "5,a=b,");
        assertThat(score("sensor", rows, "--key-field", "key", "--spreadsheet")).isEqualTo(2);
        assertThat(err.toString()).contains("--spreadsheet is for a CSV; add --out FILE.csv");
    }

    @Test
    void textsAreReadLineByLine() throws IOException {
        Path rows = file("texts.txt", "ann\tgood film", "bob\tbad", "no key");
        Path table = folder.resolve("out.csv");
        assertThat(score("text", rows, "--lines", "--key-separator", "\\t", "--out", table.toString()))
                .as(err.toString())
                .isZero();
        assertThat(Files.readAllLines(table)).hasSize(3);
        assertThat(Files.readAllLines(table).get(0)).startsWith("line,key,timestamp,step,label,probability.");
        assertThat(err.toString()).contains("2 events of 2 keys, 1 dead letter", "labels: ", "no-key 1");
    }

    @Test
    void itemsAreRanked() throws IOException {
        Path rows = file("visits.csv", "visit,item", "v1,a", "v1,b");
        Path table = folder.resolve("out.csv");
        assertThat(score(
                        "item", rows, "--key-field", "visit", "--set", "sluice.ranking.k=2", "--out", table.toString()))
                .as(err.toString())
                .isZero();
        assertThat(Files.readAllLines(table).get(0)).isEqualTo("line,key,timestamp,step,item.1,score.1,item.2,score.2");
        assertThat(score("sensor", rows, "--set", "sluice.ranking.k=2")).isEqualTo(2);
        assertThat(err.toString()).contains("sluice.ranking.k: model", "ranks no items");
    }

    @Test
    void aFileWithOtherNamesGetsAHint() throws IOException {
        Path table = file("out.csv", "from an earlier run");
        assertThat(score("sensor", file("rows.csv", "time,temp", "2026-03-01T00:00:00Z,3"), "--out", table.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "no-channel 1",
                        "at least one of these must be a number: [/value]; the event has time, temp; --set"
                                + " sluice.event.field.value=/FIELD says where it is",
                        "hint: the model reads value at /value",
                        "{\"time\":",
                        "rows.csv: nothing was scored, because all rows, of which there are 1, are dead letters:"
                                + " no-channel 1");
        assertThat(table).doesNotExist();
    }

    @Test
    void aFileWithoutARowScoresNothing() throws IOException {
        assertThat(score("sensor", file("rows.csv", "timestamp,value"))).isEqualTo(2);
        assertThat(err.toString()).contains("nothing was scored, because it has no row with an event");
    }

    @Test
    void aFileInAnotherEncodingGivesOneErrorAndNoTable() throws IOException {
        Path rows = folder.resolve("rows.csv");
        Files.write(
                rows,
                "timestamp,machine,value\n2026-03-01T00:00:00Z,M\u00fcller,1\n".getBytes(StandardCharsets.ISO_8859_1));
        Path table = folder.resolve("out.csv");
        assertThat(score("sensor", rows, "--out", table.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("not UTF-8 in this line or a later one; save the file as UTF-8")
                .doesNotContain("before it scored")
                .hasLineCount(1);
        assertThat(table).doesNotExist();
    }

    @Test
    void aColumnThatLooksLikeTheTimeIsSuggested() throws IOException {
        assertThat(score("sensor", file("rows.csv", "Event_Time,value", "2026-03-01T00:00:00Z,3")))
                .isZero();
        assertThat(err.toString())
                .contains("without a time: 1 event", "; add --timestamp Event_Time if that field is the time");
        assertThat(score("sensor", file("other.csv", "timestamp,time,value", ",7,3", "2026-03-01T00:00:00Z,7,3")))
                .isZero();
        assertThat(err.toString()).doesNotContain("--timestamp time");
    }

    @Test
    void filesThatCannotBeReadOrWrittenAreRefused() throws IOException {
        Path rows = file("rows.csv", "timestamp,value", "2026-03-01T00:00:00Z,1");
        assertThat(score("sensor", rows, "--out", rows.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is the same file as");
        assertThat(rows).content().contains("value");
        assertThat(score("sensor", rows, "--out", folder.resolve("none/out.csv").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("does not exist; create it");
        assertThat(score("sensor", folder.resolve("none.csv"))).isEqualTo(2);
        assertThat(score("sensor", file("empty.csv"))).isEqualTo(2);
        assertThat(err.toString()).contains("the file is empty");
        assertThat(score("", rows)).isEqualTo(2);
        assertThat(err.toString()).contains("no model; give --model DIR");
    }

    @Test
    void aSettingWithoutEffectIsRefused() throws IOException {
        Path rows = file("rows.csv", "timestamp,value", "2026-03-01T00:00:00Z,1");
        assertThat(score("sensor", rows, "--set", "sluice.http.port=1")).isEqualTo(2);
        assertThat(err.toString()).contains("the key sluice.http.port has no effect without a broker");
        assertThat(score("sensor", rows, "--set", "sluice.scorin.open=1")).isEqualTo(2);
        assertThat(err.toString()).contains("unknown key sluice.scorin.open");
        assertThat(score("sensor", rows, "--set", "scoring.settle.events=7")).isEqualTo(2);
        assertThat(err.toString())
                .contains("the key scoring.settle.events is unknown; did you mean sluice.scoring.settle.events?");
    }

    @Test
    void whatTheScorerWouldMisunderstandIsNamed() throws IOException {
        byte[] module = BareModule.of("""
                y = torch.slice(x, 1, 0, 1)
                next = state
                """);
        Path bundle = bundles.resolve("own");
        assertThat(Main.commandLine()
                        .setOut(new PrintWriter(new StringWriter()))
                        .execute(
                                "model",
                                "import",
                                Files.write(folder.resolve("own.pt"), module).toString(),
                                "--task",
                                "anomaly",
                                "--channels",
                                "value,laod",
                                "--columns",
                                "value",
                                "--out",
                                bundle.toString()))
                .isZero();
        Path rows = Files.writeString(
                folder.resolve("rows.csv"),
                "timestamp,value,load\n2026-03-01T00:00:00Z,1,2\n" + "2026-03-01T00:01:00Z,-3,2\n".repeat(20)
                        + "2026-03-01T00:01:00Z,0.5,2\n".repeat(70));

        assertThat(score("own", rows)).as(err.toString()).isZero();

        assertThat(err.toString().lines())
                .contains(
                        "not judged: 40 events, the first of each key; 20 events whose surprise is below 0; they score 0",
                        "warning: laod was missing in all 91 events; the events have value, load; --set"
                                + " sluice.event.field.laod=/FIELD says where it is")
                .anyMatch(line -> line.startsWith("warning: 20 of 91 surprises are below 0, down to -3.000; "));
    }

    @Test
    void aSurpriseThatBeginsLargeIsNamed() throws IOException {
        SensorBundles.random(bundles.resolve("tails"), List.of("value"), 4, 1);
        Path manifest = bundles.resolve("tails/model.json");
        assertThat(Files.readString(manifest)).doesNotContain("profile");
        List<String> lines = new ArrayList<>(List.of("value", "1", "900", "-900", "900"));
        for (int i = 0; i < 60; i++) {
            lines.add(i % 2 == 0 ? "1" : "1.1");
        }

        assertThat(score("tails", file("rows.csv", lines.toArray(String[]::new))))
                .as(err.toString())
                .isZero();

        assertThat(err.toString()).contains("warning: surprise begins large: up to ");
    }

    @Test
    void aFileThatEndsInBrokenCsvKeepsWhatCameBefore() throws IOException {
        Path rows = file("rows.csv", "timestamp,value", "2026-03-01T00:00:00Z,1", "\"2026,1");
        Path table = folder.resolve("out.csv");
        assertThat(score("sensor", rows, "--out", table.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("not CSV from this line on", "1 event before it scored");
        assertThat(Files.readAllLines(table)).hasSize(2);
    }

    @Test
    void aRowThatIsOlderThanOneOfItsKeyEndsTheCommandUnlessLateEventsAreWanted() throws IOException {
        Path rows = file(
                "rows.csv",
                "m,timestamp,value",
                "a,2026-03-01T00:02:00Z,1",
                "b,2026-03-01T00:00:00Z,1",
                "a,2026-03-01T00:02:00Z,1",
                "a,2026-03-01T00:00:00Z,2",
                "a,2026-03-01T00:01:00Z,3",
                "a,2026-03-01T00:03:00Z,4");
        Path table = folder.resolve("out.csv");
        assertThat(score("sensor", rows, "--key-field", "m", "--out", table.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "rows.csv, line 5: the event of a at 2026-03-01T00:00:00.000Z is older than the one of line 4"
                                + " at 2026-03-01T00:02:00.000Z; sort the rows of each key by time, or add"
                                + " --late-events",
                        "; 3 events before it scored");
        assertThat(Files.readAllLines(table)).hasSize(4);
        err.getBuffer().setLength(0);
        assertThat(score("sensor", rows, "--key-field", "m", "--late-events"))
                .as(err.toString())
                .isZero();
        assertThat(texts(predictions(), "/step")).containsExactly("1", "1", "2", "3", "4", "5");
        assertThat(err.toString())
                .contains("warning: 2 late events, older than", "The first, line 5: the event of a at");
    }

    @Test
    void machinesThatShareAKeyBecauseNoOptionSaysItAreNamed() throws IOException {
        List<String> beside = new ArrayList<>(List.of("m,timestamp,value"));
        List<String> inTurn = new ArrayList<>(beside);
        for (int i = 0; i < 40; i++) {
            beside.add("pump-" + i % 2 + ",2026-03-01T00:" + (10 + i / 2) + ":00Z,1");
            inTurn.add("pump-" + i / 20 + ",2026-03-01T00:" + (10 + i % 20) + ":00Z,1");
        }
        String finding = "all events have one key, rows, because no option says the key; m has 2 values, such as pump-0"
                + " and pump-1: if such a field names the machine or the author, give --key-field";
        assertThat(score("sensor", file("rows.csv", beside.toArray(String[]::new))))
                .as(err.toString())
                .isZero();
        assertThat(err.toString().lines()).contains("warning: " + finding);
        err.getBuffer().setLength(0);
        Path rows = file("rows.csv", inTurn.toArray(String[]::new));
        assertThat(score("sensor", rows)).isEqualTo(2);
        assertThat(err.toString())
                .contains("rows.csv, line 22: ", "; " + finding + "; otherwise sort the rows of each key by time");
        err.getBuffer().setLength(0);
        assertThat(score("sensor", rows, "--key-field", "m")).isZero();
        assertThat(err.toString()).doesNotContain("one key");
    }

    @Test
    void rowsWithoutATimeAreNeverLate() throws IOException {
        Path rows = file("rows.jsonl", "{\"timestamp\":\"2026-03-01T00:00:00Z\",\"value\":1}", "{\"value\":2}");
        assertThat(score("sensor", rows)).as(err.toString()).isZero();
        assertThat(err.toString()).doesNotContain("late event");
    }

    @Test
    void eachKeyHasAPictureInAFolder() throws IOException {
        Path rows = file("rows.csv", "m,value", "a/b,1", "a b,2", "a/b,3", "c,4");
        Path plots = folder.resolve("plots");
        assertThat(score("sensor", rows, "--key-field", "m", "--plot", plots.toString()))
                .as(err.toString())
                .isZero();
        assertThat(plots.toFile().list()).containsExactlyInAnyOrder("a_b.svg", "a_b-2.svg", "c.svg");
        assertThat(plots.resolve("a_b.svg")).content().contains(">a/b<", ">reading<", ">expected<", ">score<");
        assertThat(err.toString()).contains("pictures: 3 in ");
    }

    @Test
    void aPictureFileIsForOneKey() throws IOException {
        Path texts = file("texts.txt", "good", "bad");
        Path plot = folder.resolve("plot.svg");
        assertThat(score("text", texts, "--lines", "--plot", plot.toString()))
                .as(err.toString())
                .isZero();
        assertThat(plot).content().contains(">texts, all texts so far<", ">Each text alone<");
        Path two = file("rows.csv", "m,value", "a,1", "b,2");
        assertThat(score("sensor", two, "--key-field", "m", "--plot", plot.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("line 3 has a second key, b; give a folder");
        assertThat(score("item", file("items.csv", "item", "a"), "--plot", plot.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("ranks items; leave --plot out");
    }
}
