package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.Cluster;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.broker.TopicSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code sluice train --topic} with a broker. */
final class TrainTopicIT {
    private static final long START = 1_772_366_400_000L; // 2026-03-01T12:00:00Z

    private static EmbeddedBroker broker;

    @TempDir
    private static Path folder;

    private final StringWriter err = new StringWriter();

    @BeforeAll
    @SuppressWarnings("FutureReturnValueIgnored") // the commit fails if a send fails
    static void fillTopics() throws IOException {
        broker = EmbeddedBroker.startTemporary();
        try (Cluster cluster = Cluster.connect(broker.bootstrapServers())) {
            cluster.create(List.of(topic("readings"), topic("unkeyed"), topic("broken")));
        }
        StringBuilder file = new StringBuilder();
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "train"))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int minute = 0; minute < 40; minute++) {
                for (String key : List.of("a", "b")) {
                    String value = "{\"id\": {\"machine\": \"%s\"}, \"timestamp\": %d, \"value\": %d}"
                            .formatted(key, time(minute), minute % 3);
                    file.append(value).append('\n');
                    producer.send(record("readings", key, minute, value));
                    producer.send(record("unkeyed", null, minute, value));
                }
            }
            producer.send(record("readings", "a", 40, "{\"value\": "));
            producer.send(record("readings", "a", 40, "{\"other\": 1}"));
            producer.send(record("readings", null, 40, "{\"value\": 1}"));
            producer.send(record("readings", "a", 40, null));
            producer.send(record("broken", "a", 40, "broken"));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(record("readings", "a", 41, "{\"value\": 9}"));
            producer.flush();
            producer.abortTransaction();
        }
        Files.writeString(folder.resolve("readings.jsonl"), file);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aTopicGivesTheModelOfAFileWithTheSameEvents() throws IOException {
        assertThat(train("file", "--data", folder + "/readings.jsonl", "--key-field", "/id/machine"))
                .as(err.toString())
                .isZero();
        assertThat(train("topic", "--topic", "readings")).as(err.toString()).isZero();
        assertThat(train("pointer", "--topic", "unkeyed", "--key-field", "/id/machine"))
                .as(err.toString())
                .isZero();
        for (String trained : List.of("topic", "pointer")) {
            assertThat(folder.resolve(trained + "/model.pt")).hasSameBinaryContentAs(folder.resolve("file/model.pt"));
        }
        assertThat(err.toString())
                .contains("2 examples, 80 rows from topic readings", "2 examples, 80 rows from topic unkeyed")
                .contains(
                        "note: left out 3 of 83 records: 1 not-json, 1 no-key, 1 no-channel; the first is partition ");
        assertThat(folder.resolve("topic/README.md"))
                .content()
                .contains(
                        "Trained on 2 keys of `readings`, private data.",
                        "recipe.properties --topic readings --out OUT");
    }

    @Test
    void onlyRecordsFromTheGivenTimeOnAreRead() {
        assertThat(train("late", "--topic", "unkeyed", "--key-field", "/id/machine", "--from", "2026-03-01T12:30:00Z"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("2 examples, 20 rows from topic unkeyed");
        assertThat(train("later", "--topic", "unkeyed", "--from", "2027-01-01T00:00:00Z"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("unkeyed: no key has two events");
    }

    @Test
    void aChannelThatNoRecordHasEndsTheTraining() {
        assertThat(train("absent", "--topic", "readings", "--set", "channels=value,values"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("readings: no event has values; the events have /id/machine, value; --set field.values=/FIELD"
                        + " says where it is, and --set channels=A,B names other channels");
    }

    @Test
    void aTopicWithoutAValidRecordIsOneError() {
        assertThat(train("none", "--topic", "broken")).isEqualTo(2);
        assertThat(train("none", "--topic", "missing")).isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(2)
                .anyMatch(
                        line -> line.contains("broken: no key has two events, so there is nothing to learn (left out 1"
                                + " of 1 records: 1 not-json; the first is partition "))
                .anyMatch(line -> line.contains("topic missing is missing on "));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static long time(int minute) {
        return START + minute * 60_000L;
    }

    private static TopicSpec topic(String name) {
        return new TopicSpec(name, Optional.of(2), Optional.empty(), Map.of());
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Puts a record without a key into a partition by its minute, so that its key is in both partitions. */
    private static ProducerRecord<byte[], byte[]> record(
            String topic, @Nullable String key, int minute, @Nullable String value) {
        return new ProducerRecord<>(topic, key == null ? minute % 2 : null, time(minute), bytes(key), bytes(value));
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private int train(String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "models/sensor-anomaly/recipe.properties",
                "--out",
                folder.resolve(out).toString(),
                "--set",
                "epochs=1",
                "--set",
                "hidden=8"));
        arguments.addAll(List.of(more));
        if (List.of(more).contains("--topic")) {
            arguments.addAll(List.of("--bootstrap-server", broker.bootstrapServers()));
        }
        return Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments.toArray(String[]::new));
    }
}
