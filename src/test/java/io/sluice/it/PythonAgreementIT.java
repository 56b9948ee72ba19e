package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.offline.training.cell.PythonTorch;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scores a series with the shipped sensor model and the commands that users type, and compares the predictions with
 * Python's PyTorch. A client in C also produces and consumes. The series is a file of the Numenta Anomaly Benchmark if
 * the shared data is available, else a synthetic one.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class PythonAgreementIT {
    private static final Path MODEL = Path.of("models/sensor-anomaly").toAbsolutePath();
    private static final Path SERIES = Path.of("shared/data/nab/data/realTraffic/TravelTime_451.csv");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Steps the module over the input rows, one by one, and prints the largest difference relative to max(1, |y|). */
    private static final String LOOP = """
            import json, sys, torch
            torch.set_num_threads(1)
            model = torch.jit.load(sys.argv[1])
            state = torch.zeros(1, int(sys.argv[3]))
            worst = 0.0
            with torch.no_grad():
                for line in open(sys.argv[2]):
                    step = json.loads(line)
                    y, state = model(torch.tensor([step["input"]]), state)
                    for ours, theirs in zip(step["raw"], y[0].tolist()):
                        worst = max(worst, abs(ours - theirs) / max(1.0, abs(theirs)))
            print(worst)
            """;

    @TempDir
    private static Path folder;

    private static BrokerFixture broker;
    private static Path series;
    private static int rows;
    private static Child run;

    @BeforeAll
    static void scoreTheSeries() throws IOException, InterruptedException {
        broker = new BrokerFixture();
        series = series();
        try (var lines = Files.lines(series)) {
            rows = (int) lines.count() - 1;
        }
        sluice(
                "topics",
                "apply",
                "--bootstrap-server",
                broker.bootstrapServers(),
                "topics/sensor.yaml",
                "topics/dead-letters.yaml");
        run = Child.sluice(folder, "run", properties().toString());
        run.awaitStarted();
        sluice(
                "replay",
                series.toString(),
                "--topic",
                "sensor-events",
                "--key",
                "series",
                "--bootstrap-server",
                broker.bootstrapServers());
        broker.await("sensor-predictions", rows, PATIENCE);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        try {
            run.stop(Duration.ofSeconds(20));
        } finally {
            run.close();
            broker.close();
        }
    }

    private static Path properties() throws IOException {
        return Child.properties(
                folder.resolve("run.properties"),
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "application.id", "agreement",
                        "state.dir", folder.resolve("state").toString(),
                        "auto.offset.reset", "earliest",
                        "commit.interval.ms", "100",
                        "sluice.model", MODEL.toString(),
                        "sluice.input.topic", "sensor-events",
                        "sluice.output.topic", "sensor-predictions",
                        "sluice.output.raw", "true",
                        "sluice.http.port", "0"));
    }

    private static void sluice(String... arguments) throws IOException, InterruptedException {
        try (Child child = Child.sluice(folder, arguments)) {
            assertThat(child.exitCode(PATIENCE)).as("%s", child).isZero();
        }
    }

    /** Returns the recorded series if a folder above this one has the shared data, else a synthetic one. */
    private static Path series() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isReadable(at.resolve(SERIES))) {
                return at.resolve(SERIES);
            }
        }
        Path made = folder.resolve("made.csv");
        Random random = new Random(7);
        LocalDateTime begin = LocalDateTime.of(2026, 3, 1, 0, 0);
        try (BufferedWriter csv = Files.newBufferedWriter(made)) {
            csv.write("timestamp,value\n");
            for (int i = 0; i < 2000; i++) {
                double value = 60 + 20 * Math.sin(i / 40.0) + random.nextGaussian();
                csv.write(begin.plusMinutes(5L * i).toString().replace('T', ' ') + "," + value + "\n");
            }
        }
        return made;
    }

    @Test
    void aLoopInPythonReproducesEachPrediction() throws IOException, InterruptedException {
        PythonTorch.assumePresent();
        List<Prediction> predictions = broker.read("sensor-predictions").stream()
                .map(ConsumerRecord::value)
                .map(Prediction::parse)
                .filter(prediction -> prediction.key().equals("series"))
                .toList();
        assertThat(predictions.stream().map(Prediction::step))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, rows).boxed().toList());
        Path steps = folder.resolve("steps.jsonl");
        ObjectMapper json = new ObjectMapper();
        try (BufferedWriter out = Files.newBufferedWriter(steps)) {
            for (Prediction prediction : predictions) {
                out.write(json.writeValueAsString(Map.of("input", prediction.input(), "raw", prediction.raw())));
                out.newLine();
            }
        }
        int state = json.readTree(MODEL.resolve("model.json").toFile())
                .at("/sizes/state")
                .asInt();
        String worst =
                PythonTorch.run(LOOP, MODEL.resolve("model.pt").toString(), steps.toString(), Integer.toString(state));
        System.out.printf(
                "%s: %d predictions, largest difference from Python's PyTorch %s%n",
                series.getFileName(), rows, worst.strip());
        assertThat(Double.parseDouble(worst)).isLessThan(1e-5);
    }

    @Test
    void anotherClientProducesAndConsumes() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/kcat")), "/usr/bin/kcat is missing; apt-get install kcat");
        Path events = folder.resolve("events");
        Files.writeString(events, "pump:{\"value\": 1.5}\npump:{\"value\": 2.5}\n");
        kcat("-P", "-t", "sensor-events", "-K:", "-l", events.toString());
        broker.await("sensor-predictions", rows + 2, PATIENCE);
        List<String> read = kcat(
                        "-C",
                        "-t",
                        "sensor-predictions",
                        "-e",
                        "-q",
                        "-X",
                        "isolation.level=read_committed",
                        "-f",
                        "%k %s\\n")
                .lines()
                .filter(line -> line.startsWith("pump "))
                .toList();
        assertThat(read).hasSize(2);
        IntStream.range(0, 2)
                .forEach(i -> assertThat(read.get(i)).contains("\"key\":\"pump\"", "\"step\":" + (i + 1) + ","));
    }

    private static String kcat(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/kcat", "-b", broker.bootstrapServers()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
