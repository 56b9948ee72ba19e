package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.common.PlainProgress;
import io.sluice.event.TimestampUnit;
import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.offline.training.Training;
import io.sluice.offline.training.TrainingData;
import io.sluice.offline.training.TrainingRequest;
import io.sluice.offline.training.loop.StoppedException;
import io.sluice.offline.training.recipe.RecordedFile;
import io.sluice.recording.EventFields;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@code sluice train} with a file of a user's own readings and the recipe of the shipped sensor model. */
class TrainOwnReadingsTest {
    private static final String RECIPE = "models/sensor-anomaly/recipe.properties";

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeReadings() throws IOException {
        StringBuilder csv = new StringBuilder("machine,timestamp,value\n");
        StringBuilder json = new StringBuilder();
        for (int minute = 10; minute < 50; minute++) {
            for (String machine : List.of("b", "a")) {
                String time = "2026-03-01T12:" + minute + ":00Z";
                csv.append(machine + "," + time + "," + minute % 3 + "\n");
                json.append("{\"id\": {\"machine\": \"" + machine + "\"}, \"at\": \"" + time
                        + "\", \"readings\": {\"t\": " + minute % 3 + "}}\n");
            }
        }
        Files.writeString(csv(), csv);
        Files.writeString(folder.resolve("readings.jsonl"), json);
    }

    @Test
    void theShippedRecipeTrainsAModelOfAUsersOwnFile() throws IOException {
        assertThat(train(csv(), "--key-field", "machine", "--report", folder + "/report.json", "--cross-validate", "2"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString())
                .contains(
                        "2 examples, 80 rows from readings.csv",
                        ", which finds anomalies in value, in " + out(),
                        "quality on the data that it learned from: forecasts better than",
                        "No data was held back",
                        "next, with labels of yours: ./sluice evaluate --model " + out() + " --format csv --data FILE");
        Manifest manifest = LoadedBundle.open(out(), "cpu").bundle().manifest();
        assertThat(manifest.trainedOn()).containsExactly(new Manifest.TrainedOn("readings.csv", "private data", null));
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(report.at("/data/files/0/name").textValue()).isEqualTo("readings.csv");
        assertThat(report.at("/data/files/0/sha256").textValue()).isEqualTo(Bundle.sha256(Files.readAllBytes(csv())));
        assertThat(report.at("/folds/0/figures/series/0/series").textValue()).isEqualTo("a");
        assertThat(report.at("/recipe").has("data.files")).isFalse();
    }

    @Test
    void theModelCardNamesTheFileAndSaysNothingOfTheShippedModel() throws IOException {
        assertThat(train(csv(), "--key-field", "machine", "--set", "name=my-pumps", "--cross-validate", "2"))
                .as(err.toString())
                .isZero();
        assertThat(out().resolve("README.md"))
                .content()
                .contains("# my-pumps 1.0.0")
                .contains("Trained on 2 keys of `readings.csv`, private data.")
                .contains("sluice train recipe.properties --data readings.csv --key-field machine --out OUT --seed 1")
                .contains("| key | fold |", "| a | 1 |", "Each key was never seen")
                .doesNotContain("NAB", "nab", "numenta", "folds 1 and 2", "file i of");
        assertThat(out().resolve("recipe.properties"))
                .content()
                .contains("name=my-pumps", "data.set=readings.csv", "learning.rate=0.01")
                .doesNotContain("NAB", "data.files", "data.licence", "note");
    }

    @Test
    void theBundlesOwnRecipeTrainsTheSameModelAgain() throws IOException {
        assertThat(train(csv(), "--key-field", "machine", "--set", "name=pumps"))
                .isZero();
        Path again = folder.resolve("again");
        assertThat(run(
                        out().resolve("recipe.properties").toString(),
                        "--data",
                        csv().toString(),
                        "--key-field",
                        "machine",
                        "--out",
                        again.toString()))
                .as(err.toString())
                .isZero();
        for (String file : List.of("README.md", "golden.json", "model.json", "model.pt", "recipe.properties")) {
            assertThat(again.resolve(file)).hasSameBinaryContentAs(out().resolve(file));
        }
    }

    @Test
    void theLayoutOfTheRecipeReadsNestedJsonAndGoesIntoTheManifest() throws IOException {
        assertThat(train(
                        folder.resolve("readings.jsonl"),
                        "--key-field",
                        "/id/machine",
                        "--timestamp",
                        "at",
                        "--timestamp-unit",
                        "seconds",
                        "--set",
                        "channels=celsius",
                        "--set",
                        "field.celsius=/readings/t"))
                .as(err.toString())
                .isZero();
        Manifest.Input input = Bundle.open(out()).manifest().input();
        assertThat(input.fields().get(0).pointer()).isEqualTo("/readings/t");
        assertThat(input.timestamp().pointer()).isEqualTo("/at");
        assertThat(input.timestamp().unit()).isEqualTo(TimestampUnit.SECONDS);
        assertThat(err.toString()).contains("2 examples, 80 rows");
    }

    @Test
    void aFileWithoutKeysIsOneSeries() throws IOException {
        assertThat(train(csv())).as(err.toString()).isZero();
        assertThat(out().resolve("README.md")).content().contains("Trained on 1 key of `readings.csv`");
    }

    @Test
    void aKeyWithASingleEventIsLeftOutAndTold() throws IOException {
        Files.writeString(csv(), Files.readString(csv()) + "lonely,2026-03-01T13:00:00Z,1\n");
        assertThat(train(csv(), "--key-field", "machine")).as(err.toString()).isZero();
        assertThat(err.toString()).contains("note: left out 1 key with a single event: lonely");
        assertThat(out().resolve("README.md")).content().contains("Trained on 2 keys of");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,2026-03-01T13:00:00Z,warm | line 82: /value is",
                "a,yesterday,1               | line 82: the timestamp is \"yesterday\"",
                "a,,1                        | line 82: there is no time at /timestamp; name the column",
                ",2026-03-01T13:00:00Z,1     | line 82: no key",
                "a,2026-03-01T13:00:00Z      | line 82: 2 values",
            })
    void aRowThatIsNoEventIsOneLineWithFileAndRow(String row, String message) throws IOException {
        Files.writeString(csv(), Files.readString(csv()) + row.strip() + "\n");
        assertThat(train(csv(), "--key-field", "machine")).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("readings.csv, " + message);
        assertThat(out()).doesNotExist();
    }

    @Test
    void rowsWithoutAReadingAreLeftOutAndCounted() throws IOException {
        Files.writeString(csv(), Files.readString(csv()) + "a,2026-03-01T13:00:00Z,\na,2026-03-01T13:01:00Z,\n");
        assertThat(train(csv(), "--key-field", "machine")).as(err.toString()).isZero();
        assertThat(err.toString())
                .contains("2 examples, 80 rows", "note: left out 2 rows without a reading; the first: ")
                .contains("readings.csv, line 82: no channel is present");
    }

    @Test
    void aFileOfAHeaderAloneSaysSo() throws IOException {
        Files.writeString(csv(), "machine,timestamp,value\r\n");
        assertThat(train(csv(), "--key-field", "machine")).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("readings.csv: the file has a header and no rows; give rows of events");
    }

    @Test
    void aLabelLeavesOutAnomalousRowsAsIfTheFileHadThemNot() throws IOException {
        List<String> normal = Files.readAllLines(csv());
        List<String> labelled = new ArrayList<>(List.of(normal.get(0) + ",faulty"));
        normal.stream().skip(1).forEach(row -> {
            labelled.add(row + ",no");
            labelled.add(row.replaceFirst(",[0-9]$", ",900,Yes"));
        });
        assertThat(train(csv(), "--key-field", "machine")).as(err.toString()).isZero();
        Path unlabelled = Files.move(out(), folder.resolve("unlabelled"));
        Files.writeString(csv(), String.join("\r\n", labelled) + "\r\n");
        assertThat(train(csv(), "--key-field", "machine", "--label", "faulty"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("note: left out 80 rows that --label faulty calls anomalous");
        assertThat(out().resolve("model.pt")).hasSameBinaryContentAs(unlabelled.resolve("model.pt"));
        assertThat(out().resolve("README.md"))
                .content()
                .contains("--data readings.csv --key-field machine --label faulty --out OUT");
    }

    @Test
    void labelsThatSayNeitherOrNothingButAnomalousAreOneError() throws IOException {
        assertThat(train(csv(), "--key-field", "machine", "--label", "value")).isEqualTo(2);
        assertThat(train(csv(), "--key-field", "machine", "--label", "fault")).isEqualTo(2);
        Files.writeString(csv(), "timestamp,value,bad\n2026-03-01T13:00:00Z,1,1\n2026-03-01T13:01:00Z,1,1\n");
        assertThat(train(csv(), "--label", "bad")).isEqualTo(2);
        assertThat(run(RECIPE, "--topic", "readings", "--label", "bad", "--out", out() + ""))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "the label 'value' is \"2\"; for an anomalous row give 1",
                        "readings.csv, line 2: the label 'fault' is \"\"; for an anomalous row give 1",
                        "readings.csv: all 2 rows are anomalous by --label bad",
                        "--label is for a file of readings; leave it out with --topic");
    }

    @Test
    void theErrorForAnotherColumnNamesTheChannelsOfTheRecipe() throws IOException {
        Files.writeString(csv(), Files.readString(csv()).replace(",value\n", ",celsius\n"));
        assertThat(train(csv(), "--key-field", "machine")).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(
                        "readings.csv, line 2:",
                        "the recipe's channels are value, and --set channels=A,B names others");
        assertThat(train(csv(), "--key-field", "machine", "--set", "channels=celsius"))
                .isZero();
    }

    @Test
    void aChannelThatNoRowHasEndsTheTrainingBeforeItBegins() throws IOException {
        Files.writeString(
                csv(),
                Files.readString(csv()).replace(",value\n", ",temp_C,power\n").replaceAll("(,\\d)\n", "$1,2\n"));
        assertThat(train(csv(), "--key-field", "machine", "--set", "channels=temp,power"))
                .isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("sluice: readings.csv: no event has temp; the events have machine, temp_C,"
                        + " power; did you mean temp_C? --set field.temp=/temp_C reads it there, and --set channels=A,B"
                        + " names other channels");
        assertThat(out().resolve("model.json")).doesNotExist();
        err.getBuffer().setLength(0);
        Path json = folder.resolve("readings.jsonl");
        String[] layout = {"--key-field", "/id/machine", "--timestamp", "at"};
        Files.writeString(json, Files.readString(json).replace("\"t\":", "\"bar\": 1, \"temp\":"));
        assertThat(train(
                        json,
                        Stream.concat(
                                        Stream.of(layout),
                                        Stream.of(
                                                "--set",
                                                "channels=temperature,bar",
                                                "--set",
                                                "field.bar=/readings/bar"))
                                .toArray(String[]::new)))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "no event has temperature; the events have /id/machine, /readings/bar, /readings/temp; did you"
                                + " mean /readings/temp? --set field.temperature=/readings/temp reads it there");
        assertThat(train(
                        csv(), "--key-field", "machine", "--set", "channels=temp,power", "--set", "field.temp=/temp_C"))
                .isZero();
    }

    @Test
    void aChannelOfFewRowsAndMachinesThatShareAKeyAreWarnings() throws IOException {
        StringBuilder rows = new StringBuilder("machine,timestamp,value,load\n");
        for (int i = 0; i < 202; i++) {
            rows.append((i % 2 == 0 ? "a" : "b") + ",2026-03-01T1" + i / 60 + ":" + (i % 60 / 10) + i % 10 + ":00Z,"
                    + i % 3 + "," + (i == 7 ? "4" : "") + "\n");
        }
        Files.writeString(csv(), rows);
        assertThat(train(csv(), "--set", "channels=value,load"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString().lines())
                .contains(
                        "warning: all events have one key, readings, because no option says the key; machine has 2"
                                + " values, such as a and b: if such a field names the machine or the author, give"
                                + " --key-field",
                        "warning: of 202 events, few have a reading of: load in 1");
    }

    @Test
    void theCommandsThatComeNextReadTheSameFile() throws IOException {
        Path json = folder.resolve("readings.jsonl");
        assertThat(train(
                        json,
                        "--key-field",
                        "/id/machine",
                        "--timestamp",
                        "at",
                        "--set",
                        "channels=t",
                        "--set",
                        "field.t=/readings/t"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString().lines())
                .contains(
                        "next, with labels of yours: ./sluice evaluate --model " + out()
                                + " --format csv --data FILE --label COLUMN --key-field /id/machine",
                        "next, without labels: ./sluice score FILE --model " + out()
                                + " --key-field /id/machine --out scored.csv");
        err.getBuffer().setLength(0);
        Path scored = folder.resolve("scored.csv");
        assertThat(Main.commandLine()
                        .setErr(new PrintWriter(err, true))
                        .execute(("score " + json + " --model " + out() + " --key-field /id/machine --out " + scored)
                                .split(" ")))
                .isZero();
        assertThat(err.toString()).contains("80 events of 2 keys").doesNotContain("without a time", "warning");
    }

    @Test
    void aFileInWhichNoKeyHasTwoEventsIsAnError() throws IOException {
        Files.writeString(csv(), "machine,timestamp,value\na,2026-03-01T13:00:00Z,1\n");
        assertThat(train(csv(), "--key-field", "machine")).isEqualTo(2);
        assertThat(err.toString()).contains("readings.csv: no key has two events", "a single event: a");
    }

    @Test
    void aChangedKeyOfTheRecipeIsCheckedLikeTheFile() {
        assertThat(train(csv(), "--set", "hiden=4")).isEqualTo(2);
        assertThat(train(csv(), "--set", "hidden=many")).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("sluice: " + RECIPE + ": "))
                .first()
                .asString()
                .contains("unknown key \"hiden\"");
    }

    @Test
    void anInterruptedTrainingContinuesWithTheSameFile() throws IOException {
        interrupt();
        assertThat(train(csv(), "--key-field", "machine")).isEqualTo(2);
        assertThat(err.toString()).contains("continue it with --resume");
        assertThat(train(csv(), "--key-field", "machine", "--resume")).isZero();
        assertThat(err.toString()).contains("are already done");
    }

    @Test
    void theCheckpointOfOtherDataIsRefused() throws IOException {
        interrupt();
        assertThat(train(csv(), "--resume")).isEqualTo(2);
        Files.writeString(csv(), Files.readString(csv()).replaceFirst(",1\n", ",2\n"));
        assertThat(train(csv(), "--key-field", "machine", "--resume")).isEqualTo(2);
        assertThat(err.toString().lines().filter(line -> line.startsWith("sluice:")))
                .hasSize(2)
                .allMatch(line -> line.contains("is the checkpoint of a training with other data"));
    }

    @Test
    void otherRecipesSayWhichFolderTheyNeed() {
        for (String model : List.of("next-item", "number-words")) {
            assertThat(run("models/" + model + "/recipe.properties", "--data", csv() + "", "--out", out() + ""))
                    .isEqualTo(2);
        }
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.contains(
                        "--data readings.csv: this type of recipe does not learn from events; give --data with"));
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        assertThat(train(folder, "--key-field", "machine")).isEqualTo(2);
        assertThat(err.toString()).contains("is a folder, where each file is a key");
        assertThat(train(folder.resolve("none.csv"))).isEqualTo(2);
        assertThat(err.toString()).contains("none.csv does not exist; give a folder or a file of readings");
        assertThat(train(csv(), "--from", "2026-03-01T00:00:00Z")).isEqualTo(2);
        assertThat(err.toString()).contains("--from is for --topic");
        assertThat(train(csv(), "--topic", "readings")).isEqualTo(2);
        assertThat(err.toString()).contains("--topic=TOPIC are mutually exclusive");
        assertThat(run(RECIPE, "--out", out() + "")).isEqualTo(2);
        assertThat(err.toString()).contains("(--data=PATH | --topic=TOPIC)");
        assertThat(run(RECIPE, "--out", out() + "", "--topic", "readings", "--from", "March"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("'March', but must be ISO 8601");
        assertThat(run(RECIPE, "--out", out() + "", "--topic", "readings", "--key", "k"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--key and --string are for a file of readings");
        assertThat(train(csv(), "--lines")).isEqualTo(2);
        assertThat(err.toString()).contains("training reads CSV or JSON lines");
    }

    /** Leaves the checkpoint of a training that was stopped after its first window. */
    private void interrupt() {
        TrainingRequest request = new TrainingRequest(
                Path.of(RECIPE),
                Map.of("epochs", "1", "hidden", "8"),
                new TrainingData.Events(new RecordedFile(csv(), null, EventFields.DEFAULT.withKey("machine"))),
                out(),
                1,
                false,
                0,
                null,
                null);
        assertThatThrownBy(() -> Training.run(request, new PlainProgress(new PrintWriter(err)), () -> true))
                .isInstanceOf(StoppedException.class);
    }

    private Path csv() {
        return folder.resolve("readings.csv");
    }

    private Path out() {
        return folder.resolve("out");
    }

    private int train(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(RECIPE, "--data", data + "", "--out", out() + ""));
        arguments.addAll(List.of("--set", "epochs=1", "--set", "hidden=8"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("train"), Stream.of(arguments)).toArray(String[]::new));
    }
}
