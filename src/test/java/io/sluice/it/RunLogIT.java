package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the log that {@code sluice run} writes to stderr. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class RunLogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int KEYS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static BrokerFixture broker;
    private static ChannelGru gru;

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerFixture();
        gru = ChannelGru.write(folder.resolve("model"), "a");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void theTextTellsTheLifeOfAPipeline() throws Exception {
        String id = "text";
        send(id, "{\"a\":1,\"id\":\"pump\"}", "no JSON");
        try (Child run = run(id, "state", "text", Map.of("sluice.event.key", "/id"))) {
            awaitError(run, "events are dead letters");
            run.stop(PATIENCE);

            assertThat(run.output().lines())
                    .contains("events: a at /a, time at /timestamp (auto: ISO 8601 or milliseconds), key at /id")
                    .noneMatch(line -> line.contains("has 2 partitions"));
            assertThat(run.errors()).containsOnlyOnce("topic text-events has 2 partitions, and the key is");

            assertThat(run.errors().lines())
                    .allMatch(line ->
                            line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (INFO |WARN ) \\w+: .+"));
            assertThat(run.errors().lines().map(RunLogIT::withoutNumbers))
                    .containsSubsequence(
                            "WARN  PipelineLog: topic text-events has 2 partitions, and the key is a field of the event,"
                                    + " /id: if a producer spreads the events of one key over partitions, they lose"
                                    + " their order; give all records of a key the same record key, or use one"
                                    + " partition; sluice_events_late_total counts events that are out of order",
                            "INFO  StateLog: state REBALANCING after N s of CREATED",
                            "INFO  StateLog: state RUNNING after N s of REBALANCING",
                            "INFO  StateLog: scores partitions 0-1 (gained 0-1)",
                            "WARN  DeadLetterLog: N of the last N events are dead letters: not-json; for example, the value is not JSON",
                            "INFO  StateLog: state PENDING_SHUTDOWN after N s of RUNNING",
                            "INFO  StateLog: state NOT_RUNNING after N s of PENDING_SHUTDOWN",
                            "INFO  PipelineLog: stopped");
        }
    }

    /** Leaves out the time of the line, its durations and its counts. */
    private static String withoutNumbers(String line) {
        return line.split("Z ", 2)[1]
                .replaceAll("\\d+\\.\\d s", "N s")
                .replaceFirst("\\d+ of the last \\d+", "N of the last N")
                .replaceFirst("(for example, the value is not JSON): .*", "$1");
    }

    @Test
    void jsonTellsARestoreAndLeavesStdoutEmpty() throws Exception {
        String id = "json";
        send(id, "{\"a\":1}");
        try (Child first = run(id, "first-state", "text")) {
            awaitError(first, "scores partitions");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> broker.read(Pipeline.predictions(id)).size() == KEYS);
            first.stop(PATIENCE);
        }
        try (Child second = run(id, "empty-state", "json")) {
            awaitError(second, "scores partitions");
            second.stop(PATIENCE);
            assertThat(second.output()).isEmpty();
            List<JsonNode> lines = second.errors().lines().map(RunLogIT::parsed).toList();
            assertThat(lines).allSatisfy(line -> {
                assertThat(Instant.parse(line.get("time").asText())).isBefore(Instant.now());
                assertThat(line.get("level").asText()).isEqualTo("INFO");
                assertThat(line.get("logger").asText()).matches("io\\.sluice\\.(stream\\.log\\..*|cli\\.RunCommand)");
                assertThat(line.get("thread").asText()).isNotEmpty();
            });
            assertThat(lines)
                    .extracting(line -> line.get("message").asText())
                    .contains(
                            "begins to restore states from json-key-state-changelog",
                            "events: a at /a, time at /timestamp (auto: ISO 8601 or milliseconds), key of the record",
                            "stopped")
                    .anyMatch(message -> message.matches("restored \\d+ records of [12] partitions in \\d+\\.\\d s"));
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    /** Sends each value once for each key. */
    private static void send(String id, String... values) {
        Pipeline.createTopics(broker, 2, id);
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (String value : values) {
            for (int key = 0; key < KEYS; key++) {
                events.add(new ProducerRecord<>(
                        Pipeline.events(id),
                        ("key-" + key).getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)));
            }
        }
        broker.send(events);
    }

    private static void awaitError(Child run, String text) {
        Awaitility.await(text)
                .atMost(PATIENCE)
                .until(() -> !run.isAlive() || run.errors().contains(text));
        assertThat(run.isAlive()).as("%s", run).isTrue();
    }

    private static Child run(String id, String state, String format) throws IOException {
        return run(id, state, format, Map.of());
    }

    private static Child run(String id, String state, String format, Map<String, String> more) throws IOException {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "application.id", id,
                "state.dir", folder.resolve(id).resolve(state).toString(),
                "sluice.model", gru.folder().toString(),
                "sluice.input.topic", Pipeline.events(id),
                "sluice.output.topic", Pipeline.predictions(id),
                "sluice.dead.letter.topic", Pipeline.deadLetters(id),
                "sluice.http.port", "0",
                "sluice.log.format", format));
        properties.putAll(more);
        Path file = Child.properties(Files.createTempFile(folder, "run-", ".properties"), properties);
        return Child.sluice(folder, "run", file.toString());
    }
}
