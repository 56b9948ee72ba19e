package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.Cluster;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.broker.TopicSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayCommandIT {
    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void theRowsOfACsvArriveInOrderWithTheGivenKey() throws IOException {
        StringBuilder csv = new StringBuilder("timestamp,value\n");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            csv.append("2014-04-01 00:00:00,").append(i).append('\n');
            expected.add("{\"timestamp\":\"2014-04-01T00:00:00.000Z\",\"value\":" + i + "}");
        }
        create("readings");
        assertThat(replay(csv.toString(), "readings", "--key", "pump-1")).isZero();
        assertThat(out.toString()).startsWith("sent 5000 records to readings in ");
        List<ConsumerRecord<String, String>> records = read("readings", 5000);
        assertThat(records).extracting(ConsumerRecord::value).isEqualTo(expected);
        assertThat(records).extracting(ConsumerRecord::key).containsOnly("pump-1");
    }

    @Test
    void aKeyComesFromItsFieldOrIsNull() throws IOException {
        create("keyed");
        assertThat(replay("{\"id\": \"a\"}\n{\"id\": \"b\"}\n", "keyed", "--key-field", "id"))
                .isZero();
        assertThat(replay("{\"id\": \"c\"}\n", "keyed")).isZero();
        assertThat(read("keyed", 3)).extracting(ConsumerRecord::key).containsExactly("a", "b", null);
    }

    @Test
    void plainLinesAreSentUnchanged() throws IOException {
        create("plain");
        assertThat(replay("anna\tall good\n\nbo\t{so far\n", "plain", "--lines", "--key-separator", "\\t"))
                .isZero();
        assertThat(replay("no key\n", "plain", "--lines")).isZero();
        List<ConsumerRecord<String, String>> records = read("plain", 3);
        assertThat(records).extracting(ConsumerRecord::value).containsExactly("all good", "{so far", "no key");
        assertThat(records).extracting(ConsumerRecord::key).containsExactly("anna", "bo", null);
    }

    @Test
    void theIntervalsOfTheEventsAreKept() throws IOException {
        create("timed");
        String csv = "timestamp,value\n2014-04-01 00:00:00,1\n2014-04-01 00:05:00,2\n";
        assertThat(replay(csv, "timed", "--key", "k", "--speed", "200")).isZero(); // 300 s in 1.5 s
        List<ConsumerRecord<String, String>> records = read("timed", 2);
        assertThat(records.get(1).timestamp() - records.get(0).timestamp()).isBetween(1400L, 5000L);
    }

    @Test
    void aBadRowIsFoundBeforeTheFirstRecordIsSent() throws IOException {
        create("partial");
        assertThat(replay("a,b\n1,2\n3,4\n5\n", "partial", "--key", "k")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("sluice: " + folder.resolve("events")
                        + ", line 4: 1 values, but the header names 2 columns; nothing was sent");
        assertThat(replay("a,b\n7,8\n", "partial", "--key", "k")).isZero();
        assertThat(read("partial", 1)).extracting(ConsumerRecord::value).containsExactly("{\"a\":7,\"b\":8}");
    }

    @Test
    void speedNeedsATimestampInEveryEvent() throws IOException {
        create("untimed");
        assertThat(replay("{\"value\": 1}\n", "untimed", "--speed", "1")).isEqualTo(2);
        assertThat(err.toString())
                .contains("line 1: the timestamp is missing or cannot be read")
                .contains("nothing was sent");
    }

    @Test
    void theErrorNamesAMissingTopic() throws IOException {
        assertThat(replay("{\"value\": 1}\n", "nowhere")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("sluice: topic nowhere is missing on " + broker.bootstrapServers());
    }

    @Test
    void aRecordThatTheTopicRejectsIsAnError() throws IOException {
        create("small", Map.of("max.message.bytes", "200"));
        String row = "{\"value\": 1, \"note\": \"" + "x".repeat(500) + "\"}\n";
        assertThat(replay(row, "small")).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("topic small", "0 records were sent");
    }

    @Test
    void contradictoryArgumentsAreUsageErrors() throws IOException {
        assertThat(replay("{}\n", "any", "--speed", "0")).isEqualTo(2);
        assertThat(replay("{}\n", "any", "--key", "")).isEqualTo(2);
        assertThat(replay("{}\n", "any", "--key", "a", "--key-field", "b")).isEqualTo(2);
        assertThat(replay("{}\n", "any", "--lines", "--key-field", "b")).isEqualTo(2);
        assertThat(replay("{}\n", "any", "--lines", "--speed", "1")).isEqualTo(2);
        assertThat(replay("{}\n", "any", "--lines", "--key-separator", "")).isEqualTo(2);
        assertThat(replay("{}\n", "any", "--key-separator", "\\t")).isEqualTo(2);
        assertThat(sluice("replay", folder.resolve("none").toString(), "--topic", "any"))
                .isEqualTo(2);
        assertThat(sluice("replay", folder.toString(), "--topic", "any")).isEqualTo(2);
    }

    private static void create(String topic) {
        create(topic, Map.of());
    }

    private static void create(String topic, Map<String, String> config) {
        try (Cluster cluster = Cluster.connect(broker.bootstrapServers())) {
            cluster.create(List.of(new TopicSpec(topic, Optional.of(1), Optional.empty(), config)));
        }
    }

    private static List<ConsumerRecord<String, String>> read(String topic, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (records.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private int replay(String text, String topic, String... args) throws IOException {
        Path file = Files.writeString(folder.resolve("events"), text);
        List<String> all = new ArrayList<>(List.of("replay", file.toString(), "--topic", topic));
        all.addAll(List.of("--bootstrap-server", broker.bootstrapServers()));
        all.addAll(List.of(args));
        return sluice(all.toArray(new String[0]));
    }

    private int sluice(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
