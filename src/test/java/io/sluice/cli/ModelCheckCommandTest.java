package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bundle;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.offline.imports.BareModule;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.torch.GruBundle;
import io.sluice.torch.TextBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @TempDir
    Path folder;

    @Test
    void aValidBundleIsDescribedAndTimed() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));

        assertThat(check("--device", "cpu")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .contains(
                        "model        test-gru 1.0.0, anomaly",
                        "contract     forward(x[B, 3], state[B, 8]) -> (y[B, 2], state'[B, 8])",
                        "input        numeric: value, value.missing, gap.log_seconds",
                        "output       surprise, y1",
                        "scorer       tails: an incident opens at the score 0.97 and closes after 5 events below 0.6;"
                                + " the first 40 events of a key are not judged",
                        "fingerprint  "
                                + String.format("%016x", Bundle.open(directory).fingerprint()))
                .anyMatch(line -> line.matches("engine       PyTorch \\S+ on cpu"))
                .anyMatch(
                        line -> line.matches("golden       3 keys, 64 steps reproduced, maximum difference \\S+e-0\\d"))
                .anyMatch(line -> line.matches("step         B = 1 +[\\d.]+ us, +[\\d.]+ us per row"))
                .anyMatch(line -> line.matches("step         B = 512 +[\\d.]+ us, +[\\d.]+ us per row"));
    }

    @Test
    void theScorerIsShownWithTheUsersSettings() throws IOException {
        SensorBundles.random(directory, SensorBundles.recipe(List.of("value"), 8, Map.of("scorer", "profile")), 3);

        assertThat(check(
                        "--device",
                        "cpu",
                        "--set",
                        "sluice.scoring.false.alerts.per.day=2",
                        "--set",
                        "sluice.scoring.events.per.day=1440"))
                .as("%s", err)
                .isZero();

        assertThat(lines("scorer  "))
                .anyMatch(line -> line.matches("scorer +profile: an incident opens at the quick score 0\\.\\d+ and"
                        + " closes after 10 events below 0\\.\\d+; the first 500 events of a key are not judged"))
                .contains("             about 2 false alerts a day for a key of 1440 events a day");
    }

    @Test
    void surprisesThatTheScorerWouldMisunderstandAreNamed() throws IOException {
        Path events = events("{\"value\": 1}\n".repeat(3));
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));

        assertThat(check("--events", events.toString())).as("%s", err).isZero();

        // the reference gives numbers of both signs, and not a surprise
        assertThat(lines("golden  ")).anyMatch(line -> line.matches("warning +\\d+ of 64 surprises are below 0, .*"));
        assertThat(lines("the first 3 events"))
                .anyMatch(line -> line.matches("warning +\\d of 3 surprises are below 0, .*"));
    }

    @Test
    void severalMachinesWithOneKeyAreNamed() throws IOException {
        Path events = events(IntStream.range(0, 15)
                .mapToObj(i -> String.format(
                        "{\"value\": %d, \"timestamp\": \"2026-03-01T00:00:%02dZ\", \"site\": {\"machine\": \"pump-%d\"}, \"unit\": \"bar\","
                                + " \"id\": \"event-%d\"}%n",
                        i % 2, i, i % 3, i))
                .collect(Collectors.joining()));
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));

        assertThat(check("--events", events.toString())).as("%s", err).isZero();
        assertThat(lines("the first "))
                .contains("warning      all events have one key, events, because no option says the key; /site/machine"
                        + " has 3 values, such as pump-0 and pump-1: if such a field names the machine or the author,"
                        + " give --key-field");

        out.getBuffer().setLength(0);
        assertThat(check("--events", events.toString(), "--key-field", "/site/machine"))
                .isZero();
        assertThat(out.toString()).contains("15 events of 3 keys").doesNotContain("no option says the key");
        assertThat(check("--events", events.toString(), "--key", "all")).isZero();
        assertThat(out.toString()).doesNotContain("no option says the key");
    }

    @Test
    void aModelThatIsTrainedHereGivesNoWarning() throws IOException {
        SensorBundles.random(directory, SensorBundles.recipe(List.of("a", "b"), 8, Map.of("scorer", "tails")), 3);

        assertThat(check("--device", "cpu")).as("%s", err).isZero();

        assertThat(out.toString()).contains("scorer       tails: ").doesNotContain("warning");
    }

    @Test
    void theValuesThatAreReadingsAreShown() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Path manifest = directory.resolve("model.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace(
                                "\"name\" : \"value\",",
                                "\"name\" : \"value\", \"range\" : {\"min\" : -50, \"max\" : 150}, \"missing\" : [65535],"));

        assertThat(check("--device", "cpu")).isZero();

        assertThat(out.toString().lines()).contains("readings     value: from -50 to 150, but not 65535");
    }

    @Test
    void anInvalidBundleGivesOneLineAndExitCode2() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Files.writeString(directory.resolve("model.pt"), "cut off");

        assertThat(check()).isEqualTo(2);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("sluice: model " + directory + ": model.json says SHA-256 ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aMissingFolderGivesOneLineAndExitCode2() {
        directory = directory.resolve("gru-3");

        assertThat(check()).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "sluice: model " + directory + ": there is no such folder; give the folder of a bundle");
    }

    @Test
    void anUnknownDeviceGivesExitCode2() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));

        assertThat(check("--device", "tpu")).isEqualTo(2);
        assertThat(err.toString()).startsWith("sluice model check: device \"tpu\" is unknown");
    }

    @Test
    void aMissingGpuGivesOneLineAndExitCode1() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));

        assertThat(check("--device", "gpu:4000")).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("sluice: device gpu:4000: ");
    }

    @Test
    void eventsAreShownWithTheirRowsAndTheirPredictions() throws IOException {
        SensorBundles.random(directory, List.of("temperature", "pressure"), 8, 3);
        Path swapped = events("""
                timestamp,pump,pressure,temperature
                2026-03-01T12:00:00Z,a,71.25,4.5
                2026-03-01T12:00:20Z,b,71.5,4.25
                2026-03-01T12:00:30Z,a,,4.75
                """);

        assertThat(check("--events", swapped.toString(), "--key-field", "pump"))
                .as("%s", err)
                .isZero();

        assertThat(lines(swapped + ", the first 3 events:"))
                .contains("  line 2     {\"timestamp\":\"2026-03-01T12:00:00.000Z\",\"pump\":\"a\","
                        + "\"pressure\":71.25,\"temperature\":4.5}")
                .anyMatch(line -> line.matches(" +line 2 +line 3 +line 4"))
                .anyMatch(line -> line.matches(" +key +a +b +a"))
                .anyMatch(line -> line.matches(" +time +12:00:00.000Z +12:00:20.000Z +12:00:30.000Z"))
                .anyMatch(line -> line.matches(" +x\\[0\\] temperature +4.5 +4.25 +4.75"))
                .anyMatch(line -> line.matches(" +x\\[\\d\\] pressure +71.25 +71.5 +0"))
                .anyMatch(line -> line.matches(" +x\\[\\d\\] pressure.missing +0 +0 +1"))
                .anyMatch(line -> line.matches(" +step +1 +1 +2"))
                .anyMatch(line -> line.matches(" +anomaly.score +\\S+ +\\S+ +\\S+"));
    }

    @Test
    void aBadEventIsShownWithTheReasonOfItsDeadLetter() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Path events = events("""
                {"timestamp": "2026-03-01T12:00:00Z", "value": "warm"}
                {"timestamp": 1772323200, "value": 3}
                {"timestamp": "2026-03-01T12:00:00Z", "value": 3}
                """);

        assertThat(check("--events", events.toString())).as("%s", err).isZero();

        assertThat(lines("dead letter"))
                .anyMatch(line -> line.startsWith("             dead letter bad-channel: "))
                .anyMatch(line -> line.startsWith("             dead letter bad-timestamp: "))
                .anyMatch(line -> line.matches(" +line 3"));
    }

    @Test
    void theSettingsOfTheLayoutOfEventsCount() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Path events = events("{\"ts\": 1772366400, \"pump\": {\"t\": \"7.5\"}}\n");

        int code = check(
                "--events",
                events.toString(),
                "--set",
                "sluice.event.field.value=/pump/t",
                "--set",
                "sluice.event.timestamp=/ts",
                "--set",
                "sluice.event.timestamp.unit=seconds",
                "--set",
                "sluice.event.numbers.in.strings=true");

        assertThat(code).as("%s", err).isZero();
        assertThat(out.toString().lines())
                .contains("events       value at /pump/t, time at /ts (ISO 8601 or seconds); numbers may be in strings")
                .anyMatch(line -> line.matches(" +x\\[0\\] value +7.5"))
                .anyMatch(line -> line.matches(" +date +2026-03-01"));
    }

    @Test
    void theNumberOfEventsIsLimited() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Path events = events("{\"value\": 1}\n".repeat(8) + "no event\n");

        assertThat(check("--events", events.toString())).isZero();
        assertThat(lines("the first 5 events:").stream().filter(line -> line.contains("{\"value\"")))
                .hasSize(5);
        assertThat(out.toString().lines())
                .contains(
                        "events read  8 events of 1 key, 1 dead letter; the first, line 9, not-json: not JSON: no event");

        assertThat(check("--events", events.toString(), "--limit", "8")).isZero();
        assertThat(lines("the first 8 events:"))
                .anyMatch(line -> line.matches(" +line 1 +line 2 +line 3 +line 4 +line 5"))
                .anyMatch(line -> line.matches(" +line 6 +line 7 +line 8"));
    }

    @Test
    void theTokensOfATextAreShown() throws IOException {
        TextBundle.write(directory);
        Path events = events(
                "{\"text\": \"a good film\"}\n{\"text\": \"Not \ud83d\ude00 goood, " + "very ".repeat(7) + "\"}\n");

        assertThat(check("--events", events.toString())).as("%s", err).isZero();

        assertThat(out.toString().lines())
                .contains(
                        "scorer       probabilities of negative, positive; an event is unsure if the likeliest label has"
                                + " less than 0.55",
                        "             tokens: a good film",
                        "             3 of at most 8 tokens; 0 unknown, 0 cut off",
                        "             tokens: not [UNK]=\ud83d\ude00 [UNK]=goood [UNK]=, very very very very",
                        "             8 of at most 8 tokens; 3 unknown, 3 cut off")
                .anyMatch(line ->
                        line.matches(" +x\\[1\\] id +" + TextBundle.words().indexOf("good") + " +1"))
                .anyMatch(line ->
                        line.matches(" +x\\[2\\] id +" + TextBundle.words().indexOf("film") + " +1"))
                .anyMatch(line -> line.matches(" +x\\[3\\] id +0 +1"));
    }

    @Test
    void aFileWithoutAnEventForTheModelGivesExitCode2() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Path events = events("{\"celsius\": 1}\n");

        assertThat(check("--events", events.toString())).isEqualTo(2);

        assertThat(out.toString()).contains("dead letter no-channel: ");
        assertThat(err.toString()).startsWith("sluice: " + events + ": the model can read none of the events");
    }

    @Test
    void optionsOfEventsNeedEvents() {
        assertThat(check("--key-field", "pump")).isEqualTo(2);
        assertThat(err.toString()).contains("need --events FILE");
        assertThat(check("--limit", "3")).isEqualTo(2);
        assertThat(err.toString()).contains("--limit needs --events FILE");
    }

    @Test
    void theOptionsOfTheTimeCountForJsonLinesToo() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Path events = events("{\"ts\": 1772366400, \"value\": 7.5}\n");

        assertThat(check("--events", events.toString(), "--timestamp", "ts", "--timestamp-unit", "seconds"))
                .as("%s", err)
                .isZero();

        assertThat(out.toString().lines())
                .contains("events       value at /value, time at /ts (ISO 8601 or seconds)")
                .anyMatch(line -> line.matches(" +date +2026-03-01"));
    }

    @Test
    void aFileOfPlainTextsIsReadByLines() throws IOException {
        TextBundle.write(directory);
        Path events = events("anna\ta good film\nbert\tbad\n");

        assertThat(check("--events", events.toString(), "--lines", "--key-separator", "\\t"))
                .as("%s", err)
                .isZero();

        assertThat(lines("the first 2 events:"))
                .contains("             tokens: a good film", "             tokens: bad")
                .anyMatch(line -> line.matches(" +key +anna +bert"));
    }

    @Test
    void anOptionOfCsvIsRefusedForJsonLines() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Path events = events("{\"value\": 7.5}\n");

        assertThat(check("--events", events.toString(), "--string", "value")).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("--string value names a column of a CSV, but " + events + " has JSON lines");
    }

    @Test
    void aSettingWithoutEffectIsRefused() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));

        assertThat(check("--set", "sluice.input.topic=a")).isEqualTo(2);
        assertThat(err.toString()).contains("--set sluice.input.topic has no effect here");

        assertThat(check("--set", "scoring.settle.events=7")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--set scoring.settle.events has no effect here; did you mean sluice.scoring.settle.events?");
    }

    @Test
    void aModelWhoseChannelsHaveChangedPlacesIsWorseThanRepetition() throws IOException {
        imported("y = torch.cat([torch.abs(torch.slice(x, 1, 0, 1)), torch.slice(state, 1, 0, 2)], 1)");
        StringBuilder right = new StringBuilder("a,b\n");
        StringBuilder swapped = new StringBuilder("b,a\n");
        for (int i = 0; i < 50; i++) {
            String row = (i % 2 == 0 ? "70,1" : "72,1.5") + "\n";
            right.append(row);
            swapped.append(row);
        }

        assertThat(check("--events", events(right.toString()).toString()))
                .as("%s", err)
                .isZero();
        assertThat(out.toString().lines())
                .contains(
                        "forecast     a: the forecast is off by 2.000 on average, the last reading by 2.000",
                        "forecast     b: the forecast is off by 0.5000 on average, the last reading by 0.5000")
                .noneMatch(line -> line.startsWith("warning      a: ") || line.startsWith("warning      b: "));

        directory = folder.resolve("swapped");
        imported("y = torch.cat([torch.abs(torch.slice(x, 1, 0, 1)), torch.slice(state, 1, 1, 3)], 1)");
        assertThat(check("--events", events(swapped.toString()).toString()))
                .as("%s", err)
                .isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.startsWith("warning      a: the forecast is off by 69.7"))
                .anyMatch(line -> line.startsWith("warning      b: the forecast is off by 71.0")
                        && line.contains("on average, the last reading by 2.000; the model is worse than repetition"));
    }

    @Test
    void aChannelThatNoEventHasAndAModelThatFailsAreNamed() throws IOException {
        imported("y = torch.slice(x, 1, 2, 3)");
        assertThat(check("--events", events("a,c\n1,3\n2,3\n3,3\n").toString()))
                .as("%s", err)
                .isZero();
        assertThat(out.toString().lines())
                .contains("warning      b was missing in all 3 events; the events have a, c; --set"
                        + " sluice.event.field.b=/FIELD says where it is");

        directory = folder.resolve("failing");
        imported("y = torch.log(torch.sub(1000000., torch.slice(x, 1, 0, 1)))");
        Path failing = events("a,b\n" + "1,3\n".repeat(9) + "2000000,\n");
        assertThat(check("--events", failing.toString(), "--limit", "2"))
                .as("%s", err)
                .isZero();
        assertThat(out.toString().lines())
                .contains("warning      the model fails on 1 event: line 11, prediction-not-finite: key events, row 10:"
                        + " y[0] (surprise) is NaN, where the reading of b is missing; a step must give finite"
                        + " numbers for every event, those with missing readings included");

        directory = folder.resolve("raising");
        imported("""
                if bool(torch.any(torch.gt(x, 1000000.))):
                  ops.prim.RaiseException("too humid", "builtins.ValueError")
                else:
                  pass
                y = torch.slice(x, 1, 0, 1)
                """);
        assertThat(check("--events", failing.toString(), "--limit", "2"))
                .as("%s", err)
                .isZero();
        assertThat(out.toString().lines())
                .contains("warning      the model fails on 1 event: line 11, model-failed: the module's forward failed:"
                        + " ValueError: too humid");
    }

    /** Imports a module of the channels a and b, whose state is the last row x. */
    private void imported(String y) throws IOException {
        Path module = Files.write(folder.resolve("m.pt"), BareModule.of(y + "\nnext = x\n"));
        int code = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "model",
                        "import",
                        module.toString(),
                        "--task",
                        "anomaly",
                        "--channels",
                        "a,b",
                        "--columns",
                        "a,b,a.missing,b.missing",
                        "--out",
                        directory.toString());
        assertThat(code).as("%s", err).isZero();
    }

    private Path events(String text) throws IOException {
        return Files.writeString(folder.resolve("events"), text);
    }

    /** Returns the lines of the output from the first one that contains a text. */
    private List<String> lines(String first) {
        List<String> lines =
                out.toString().lines().dropWhile(line -> !line.contains(first)).toList();
        assertThat(lines).as("%s in %s", first, out).isNotEmpty();
        return lines;
    }

    private int check(String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "model";
        args[1] = "check";
        args[2] = directory.toString();
        System.arraycopy(options, 0, args, 3, options.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
