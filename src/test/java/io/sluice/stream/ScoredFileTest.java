package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.Main;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.offline.evaluation.EvaluationFormat;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.OfflineRun;
import io.sluice.offline.evaluation.run.OwnData;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.evaluation.run.Refusal;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.recording.EventFields;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.Recordings;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A file that is scored without a broker, and the same file through the topology. */
class ScoredFileTest {
    @TempDir
    private static Path folder;

    private static LoadedBundle bundle;
    private static Path file;

    @BeforeAll
    static void writeFile() throws IOException {
        SensorBundles.random(folder.resolve("bundle"), List.of("value", "load"), 8, 1);
        bundle = LoadedBundle.open(folder.resolve("bundle"), "cpu");
        SplittableRandom random = new SplittableRandom(5);
        List<String> rows = new ArrayList<>(List.of("machine,timestamp,value,load"));
        for (int row = 0; row < 900; row++) {
            boolean spike = row / 30 == 25;
            rows.add("press-" + random.nextInt(4) + "," + (1_772_323_200_000L + row * 60_000L) + ","
                    + (row % 50 == 7 ? "?" : spike ? 50 : random.nextDouble()) + ","
                    + (row % 13 == 0 ? "" : random.nextDouble()));
        }
        file = Files.write(folder.resolve(PipelineDriver.INPUT), rows); // predictions name the file as their topic
    }

    @Test
    void theFileGivesThePredictionsOfThePipelineByteForByte() throws IOException {
        List<String> pipeline = new ArrayList<>();
        try (PipelineDriver driver = new PipelineDriver(
                ServingModel.of(bundle.bundle(), bundle.tokenizer(), Map.of("open", 0.85)),
                () -> bundle.newStepModel(512),
                Map.of())) {
            driver.poll(inputs());
            driver.predictions().forEach(record -> pipeline.add(new String(record.value(), StandardCharsets.UTF_8)));
            assertThat(driver.deadLetters()).hasSize(18);
        }
        Path scored = folder.resolve("scored.jsonl");
        Path letters = folder.resolve("letters.jsonl");
        int code = new CommandLine(new Main())
                .execute(
                        "score",
                        file.toString(),
                        "--model",
                        folder.resolve("bundle").toString(),
                        "--key-field",
                        "machine",
                        "--set",
                        "sluice.scoring.open=0.85",
                        "--set",
                        "sluice.output.raw=true",
                        "--out",
                        scored.toString(),
                        "--dead-letters",
                        letters.toString());
        assertThat(code).isZero();
        assertThat(Files.readAllLines(scored)).hasSize(882).isEqualTo(pipeline);
        assertThat(pipeline).anyMatch(line -> line.contains("\"phase\":\"opened\""));
        assertThat(Files.readAllLines(letters)).hasSize(18).allMatch(line -> line.contains("\"bad-channel\""));
    }

    @Test
    void theEvaluationOfTheFileSeesTheSameScores() throws IOException {
        Path labels = folder.resolve("labelled.csv");
        List<String> rows = Files.readAllLines(file);
        List<String> labelled = new ArrayList<>(List.of(rows.get(0) + ",faulty"));
        rows.stream().skip(1).forEach(row -> labelled.add(row + ",0"));
        Files.write(labels, labelled);
        Map<String, List<Double>> evaluated = new TreeMap<>();
        ScoringRun offline = OfflineRun.raw(bundle);
        ScoringRun recorded = new ScoringRun() {
            @Override
            public <T> Map<String, List<T>> score(
                    List<KeyEvents> keys, Function<JsonNode, T> read, Function<Refusal, T> refused) {
                return offline.score(
                        keys,
                        prediction -> {
                            evaluated
                                    .computeIfAbsent(prediction.path("key").asText(), unused -> new ArrayList<>())
                                    .add(prediction.at("/anomaly/score").doubleValue());
                            return read.apply(prediction);
                        },
                        refused);
            }
        };
        OwnData own = new OwnData(
                EventFields.DEFAULT.withKey("machine"),
                null,
                "faulty",
                null,
                null,
                EngineSettings.DEFAULTS,
                ServingModel.of(bundle.bundle(), bundle.tokenizer()),
                Map.of());
        EvaluationFormat.CSV.evaluate(
                new EvaluationRequest(labels, bundle.bundle().manifest(), null, null, PicturedSeries.BY_FORMAT, own),
                recorded);
        Map<String, List<Double>> scored = new TreeMap<>();
        Path lines = folder.resolve("all.jsonl");
        assertThat(new CommandLine(new Main())
                        .execute(
                                "score",
                                file.toString(),
                                "--model",
                                folder.resolve("bundle").toString(),
                                "--key-field",
                                "machine",
                                "--out",
                                lines.toString()))
                .isZero();
        for (String line : Files.readAllLines(lines)) {
            JsonNode prediction = new ObjectMapper().readTree(line);
            scored.computeIfAbsent(prediction.path("key").asText(), unused -> new ArrayList<>())
                    .add(prediction.at("/anomaly/score").doubleValue());
        }
        assertThat(evaluated).hasSize(4).isEqualTo(scored);
        assertThat(scored.values().stream().flatMap(List::stream)).anyMatch(score -> score > 0.5);
    }

    /** Returns the records that a replay of the file sends. */
    private static List<PipelineDriver.Input> inputs() throws IOException {
        List<PipelineDriver.Input> inputs = new ArrayList<>();
        try (Recording recording = Recordings.open(file, EventFields.DEFAULT.withKey("machine"))) {
            for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
                inputs.add(new PipelineDriver.Input(
                        PipelineDriver.INPUT,
                        new TestRecord<>(
                                bytes(Objects.requireNonNull(event.key())), bytes(event.value()), Instant.EPOCH)));
            }
        }
        return inputs;
    }
}
