package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.engine.ServingModel;
import io.sluice.model.BundleException;
import io.sluice.offline.training.cell.PythonTorch;
import io.sluice.torch.TorchBundle;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lines of Python in the documents make a bundle, an LSTM over three channels, that is served like one made in
 * Java.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class PythonBundleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "python";
    private static final List<String> CHANNELS = List.of("temperature", "pressure", "vibration");
    private static final int EVENTS = 900;
    private static final long BEGIN = 1_772_366_400_000L;

    /** Steps the rows of each key in a plain loop, and prints the largest difference relative to max(1, |y|). */
    private static final String LOOP = """
            import json, sys, torch
            model = torch.jit.load(sys.argv[1])
            states, worst = {}, 0.0
            with torch.no_grad():
                for line in open(sys.argv[2]):
                    step = json.loads(line)
                    state = states.get(step["key"], torch.zeros(1, int(sys.argv[3])))
                    y, states[step["key"]] = model(torch.tensor([list(step["input"].values())]), state)
                    assert len(step["raw"]) == y.shape[1]
                    for ours, theirs in zip(step["raw"].values(), y[0].tolist()):
                        worst = max(worst, abs(ours - theirs) / max(1.0, abs(theirs)))
            print(worst)
            """;

    @TempDir
    private static Path folder;

    private static String program;
    private static Path bundle;
    private static List<ConsumerRecord<byte[], byte[]>> events;
    private static List<byte[]> predictions;

    @BeforeAll
    static void scoreAStream() throws IOException, InterruptedException {
        PythonTorch.assumePresent();
        program = PythonTorch.programIn(Path.of("docs/models.md"));
        bundle = make(folder, program);
        try (BrokerFixture broker = new BrokerFixture()) {
            Pipeline.createTopics(broker, 3, ID);
            broker.send(stream());
            try (Pipeline pipeline = Pipeline.start(broker, bundle, ID, folder.resolve("state"), Map.of())) {
                predictions = broker.await(Pipeline.predictions(ID), EVENTS, Pipeline.PATIENCE).stream()
                        .map(ConsumerRecord::value)
                        .toList();
                assertThat(pipeline.rowsACall()).isGreaterThan(1);
            }
            events = broker.read(Pipeline.events(ID));
            assertThat(broker.read(Pipeline.deadLetters(ID))).isEmpty();
        }
        assertThat(predictions).hasSize(EVENTS);
    }

    @AfterAll
    static void forget() {
        events = null;
        predictions = null;
    }

    private static Path make(Path folder, String program) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("bundle.py"), program);
        PythonTorch.runFile(file);
        return folder.resolve("models/pump-lstm");
    }

    /**
     * Makes events of seven keys. Some readings are absent or null, times are out of order, and some events have no
     * time.
     */
    private static List<ProducerRecord<byte[], byte[]>> stream() {
        Random random = new Random(3);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            ObjectNode event = JSON.createObjectNode();
            long time = BEGIN + 1000L * i + random.nextInt(120_000) - 60_000;
            switch (random.nextInt(3)) {
                case 0 -> event.put("timestamp", time);
                case 1 -> event.put("timestamp", Instant.ofEpochMilli(time).toString());
                default -> {}
            }
            int sure = random.nextInt(CHANNELS.size());
            for (int c = 0; c < CHANNELS.size(); c++) {
                int kind = c == sure ? 0 : random.nextInt(4);
                if (kind < 2) {
                    event.put(CHANNELS.get(c), random.nextGaussian());
                } else if (kind == 2) {
                    event.putNull(CHANNELS.get(c));
                }
            }
            byte[] key = ("pump-" + random.nextInt(7)).getBytes(StandardCharsets.UTF_8);
            byte[] value = event.toString().getBytes(StandardCharsets.UTF_8);
            records.add(new ProducerRecord<>(Pipeline.events(ID), null, BEGIN + 1000L * i, key, value));
        }
        return records;
    }

    @Test
    void theBundlePassesModelCheck() throws IOException, InterruptedException {
        try (Child check = Child.sluice(folder, "model", "check", bundle.toString(), "--device", "cpu")) {
            assertThat(check.exitCode(Duration.ofSeconds(60))).as("%s", check).isZero();
            assertThat(check.output())
                    .contains("pump-lstm 1.0.0, anomaly")
                    .contains("forward(x[B, 7], state[B, 68]) -> (y[B, 10], state'[B, 68])")
                    .contains("3 keys, 60 steps reproduced");
        }
    }

    @Test
    void aLoopInPythonReproducesEachPrediction() throws IOException, InterruptedException {
        Path steps = folder.resolve("steps.jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(steps)) {
            for (byte[] prediction : predictions) {
                out.write(new String(prediction, StandardCharsets.UTF_8));
                out.newLine();
            }
        }
        String worst = PythonTorch.run(LOOP, bundle.resolve("model.pt").toString(), steps.toString(), "68");
        System.out.printf(
                "pump-lstm: %d predictions, largest difference from a loop in Python %s%n", EVENTS, worst.strip());
        assertThat(Double.parseDouble(worst)).isLessThan(1e-5);
    }

    /** Compares with the columns as docs/models.md documents them, computed from the events in their topic. */
    @Test
    void theInputRowsHoldTheColumnsOfTheManifest() {
        Map<String, Prediction> byPlace = new HashMap<>();
        for (byte[] json : predictions) {
            Prediction prediction = Prediction.parse(json);
            byPlace.put(
                    prediction.source().partition() + " " + prediction.source().offset(), prediction);
        }
        Map<String, Long> latest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> event : events) {
            Prediction prediction = byPlace.remove(event.partition() + " " + event.offset());
            long time = time(event);
            Long before = latest.get(prediction.key());
            long gap = before == null ? 0 : Math.max(0, time - before);
            assertThat(prediction.input()).as(prediction.toString()).isEqualTo(row(read(event.value()), gap));
            latest.merge(prediction.key(), time, Math::max);
        }
        assertThat(byPlace).isEmpty();
    }

    private static List<Float> row(JsonNode event, long gapMillis) {
        List<Float> row = new ArrayList<>();
        CHANNELS.forEach(c -> row.add((float) event.path(c).asDouble(0)));
        CHANNELS.forEach(c -> row.add(event.hasNonNull(c) ? 0f : 1f));
        row.add((float) StrictMath.log1p(gapMillis / 1000.0));
        return row;
    }

    private static long time(ConsumerRecord<byte[], byte[]> event) {
        JsonNode stated = read(event.value()).path("timestamp");
        if (stated.isMissingNode()) {
            return event.timestamp();
        }
        return stated.isTextual() ? Instant.parse(stated.asText()).toEpochMilli() : stated.asLong();
    }

    @Test
    void expectedReadingsAreFoundByTheNamesOfTheOutputs() {
        int compared = 0;
        for (byte[] json : predictions) {
            JsonNode prediction = read(json);
            JsonNode y = prediction.path("raw");
            JsonNode anomaly = prediction.path("anomaly");
            assertThat(anomaly.path("surprise").floatValue())
                    .isEqualTo(y.path("surprise").floatValue());
            for (int c = 0; c < CHANNELS.size() && prediction.path("step").asLong() > 1; c++) {
                assertThat(anomaly.path("expected").path(CHANNELS.get(c)).floatValue())
                        .isEqualTo(y.path("expected." + CHANNELS.get(c)).floatValue());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(2 * EVENTS);
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource
    void aMistakeInPythonIsReportedInOneLine(String right, String wrong, String message, @TempDir Path elsewhere)
            throws IOException, InterruptedException {
        assertThat(program).contains(right);
        Path mistaken = make(elsewhere, program.replace(right, wrong));

        assertThatThrownBy(
                        () -> ServingModel.of(TorchBundle.open(mistaken, "cpu").bundle()))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("model ")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n")
                .hasSizeLessThan(600);
    }

    static List<Arguments> aMistakeInPythonIsReportedInOneLine() {
        String weightsOnly = "torch.save(module.state_dict(), str(folder / \"model.pt\"))";
        String doubles = "torch.set_default_dtype(torch.float64) or module.double()";
        return List.of(
                Arguments.of("[\"surprise\"] +", "[\"surprised\"] +", "needs one named \"surprise\""),
                Arguments.of("{part}.{c}", "{part}.{c.title()}", "there is no channel \"Temperature\""),
                Arguments.of("return y,", "return y.double(),", "the module returns (4, 10) float64"),
                Arguments.of("module.float()", doubles, "mat1 and mat2 must have the same dtype"),
                Arguments.of(
                        "module.save(str(folder / \"model.pt\"))", weightsOnly, "torch.jit.script(module).save(file)"),
                Arguments.of(
                        "self.head(h)", "self.head(torch.dropout(h, 0.5, True))", "export the module in eval mode"));
    }
}
