package io.sluice.cli.letters;

import static io.sluice.cli.letters.TestLetters.bytes;
import static io.sluice.cli.letters.TestLetters.headers;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.Cluster;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.broker.TopicSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tests the commands with letters that no pipeline wrote. Each test has topics of its own. */
final class DeadLettersCommandIT {
    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private String id = "";

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) throws IOException {
        id = test.getTestMethod().orElseThrow().getName();
        Files.writeString(
                config(),
                String.join(
                        "\n",
                        "bootstrap.servers=" + broker.bootstrapServers(),
                        "application.id=" + id,
                        "sluice.model=models/sensor-anomaly",
                        "sluice.input.topic=" + events(),
                        "sluice.output.topic=" + id + "-predictions",
                        "sluice.dead.letter.topic=" + letters()));
        try (Cluster cluster = Cluster.connect(broker.bootstrapServers())) {
            cluster.create(List.of(topic(events(), 3), topic(letters(), 1)));
        }
    }

    private Path config() {
        return folder.resolve("pipeline.properties");
    }

    private String events() {
        return id + "-events";
    }

    private String letters() {
        return id + "-letters";
    }

    private static TopicSpec topic(String name, int partitions) {
        return new TopicSpec(name, Optional.of(partitions), Optional.empty(), Map.of());
    }

    private void send(String value, Headers headers) throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(letters(), 0, TestLetters.TIME, bytes("k"), bytes(value), headers))
                    .get();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private int execute(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--config", config().toString()));
        out.getBuffer().setLength(0);
        PrintWriter writer = new PrintWriter(out, true);
        return new CommandLine(new DeadLettersCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(all.toArray(String[]::new));
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        new LetterTopic(Map.of("bootstrap.servers", broker.bootstrapServers())).read(topic, records::add);
        return records;
    }

    private List<String> sent() {
        return read(events()).stream()
                .map(record -> record.partition() + " " + Letter.text(record.value()))
                .toList();
    }

    @Test
    void aTopicIsMissingOrEmptyOrHasOtherRecords() throws InterruptedException, ExecutionException {
        assertThat(execute("show", "--set", "sluice.dead.letter.topic=no-such")).isEqualTo(1);
        assertThat(out.toString()).contains("topic no-such is missing").contains("sluice.dead.letter.topic names it");
        assertThat(execute("show")).isZero();
        assertThat(out.toString().lines())
                .containsExactly("topic " + letters() + " is empty: there are no dead letters");
        send("x", headers("not-json", events(), 0, 0));
        send("y", new RecordHeaders());
        assertThat(execute("show")).isZero();
        assertThat(out.toString()).contains("1 dead letter in ").contains("1 record of ");
    }

    @Test
    void aLetterGoesBackOnceWithItsKeyTimestampAndPartition() throws InterruptedException, ExecutionException {
        send("x", headers("not-json", events(), 2, 40).add("mine", bytes("1")));
        assertThat(execute("redrive")).as(out.toString()).isZero();
        assertThat(execute("redrive")).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("sent 0 of 1 chosen letter")
                .contains("not sent: 1 letter, sent back already");
        List<ConsumerRecord<byte[], byte[]>> records = read(events());
        assertThat(records).hasSize(1);
        assertThat(records.get(0).partition()).isEqualTo(2);
        assertThat(records.get(0).timestamp()).isEqualTo(TestLetters.TIME);
        assertThat(records.get(0).key()).isEqualTo(bytes("k"));
        assertThat(records.get(0).headers().toArray()).hasSize(2);
        assertThat(records.get(0).headers().lastHeader("mine").value()).isEqualTo(bytes("1"));
        assertThat(records.get(0).headers().lastHeader("sluice-redriven").value())
                .isEqualTo(bytes("1"));
    }

    @Test
    void aDryRunSendsNothingAndCreatesNoTopic() throws InterruptedException, ExecutionException {
        send("x", headers("not-json", events(), 2, 40));
        assertThat(execute("redrive", "--dry-run")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "would send: 0:0, not-json, to partition 2 of " + events() + ", key k",
                        "would send 1 of 1 chosen letter of " + letters());
        assertThat(sent()).isEmpty();
        try (Cluster cluster = Cluster.connect(broker.bootstrapServers())) {
            assertThat(cluster.hasTopic(id + "-redriven")).isFalse();
        }
    }

    @Test
    void lettersBetweenOthersAreSentAloneAndTheOthersLater() throws InterruptedException, ExecutionException {
        send("a", headers("not-json", events(), 0, 1));
        send("b", headers("empty", events(), 0, 2));
        send("c", headers("not-json", events(), 0, 3));
        assertThat(execute("redrive", "--at", "0:2")).isZero();
        assertThat(sent()).containsExactly("0 c");
        assertThat(execute("redrive", "--reason", "not-json")).isZero();
        assertThat(sent()).containsExactly("0 c", "0 a");
        assertThat(execute("redrive")).isZero();
        assertThat(sent()).containsExactly("0 c", "0 a", "0 b");
    }

    @Test
    void aLetterThatCannotBeSentIsReportedAndTheOthersAreSent() throws InterruptedException, ExecutionException {
        send("a", headers("not-json", "no-such", 0, 1));
        send("b", headers("not-json", events(), 0, 2));
        assertThat(execute("redrive")).isEqualTo(1);
        assertThat(out.toString())
                .contains("not sent: 0:0, not-json: its origin no-such is not an input topic of this pipeline")
                .contains("sent 1 of 2 chosen letters");
        assertThat(sent()).containsExactly("0 b");
    }

    @Test
    void aLetterThatTheBrokerRefusesKeepsBackNoOther() throws InterruptedException, ExecutionException {
        send("a", headers("not-json", events(), 0, 1));
        send("b".repeat(2000), headers("not-json", events(), 0, 2));
        send("c", headers("not-json", events(), 0, 3));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            AlterConfigOp limit = new AlterConfigOp(
                    new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1000"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, events()), List.of(limit)))
                    .all()
                    .get();
        }
        assertThat(execute("redrive")).isEqualTo(1);
        assertThat(out.toString())
                .contains("not sent: 0:1, not-json: the broker refuses it: ")
                .contains("sent 2 of 3 chosen letters");
        assertThat(sent()).containsExactly("0 a", "0 c");
        assertThat(execute("redrive")).isEqualTo(1);
        assertThat(out.toString()).contains("sent 0 of 3 chosen letters").contains("2 letters, sent back already");
        assertThat(sent()).containsExactly("0 a", "0 c");
    }

    /** A sender that dies leaves its transaction open. */
    @Test
    void anInterruptedRedriveSendsEachLetterOnce() throws InterruptedException, ExecutionException {
        send("a", headers("not-json", events(), 0, 1));
        send("b", headers("not-json", events(), 0, 2));
        Map<String, String> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Cluster cluster = Cluster.connect(settings)) {
            RedriveMarks marks = RedriveMarks.of(id, cluster.topicId(letters()));
            marks.create(cluster);
            try (KafkaProducer<byte[], byte[]> interrupted = producer(Map.of("transactional.id", id + "-redrive"))) {
                interrupted.initTransactions();
                interrupted.beginTransaction();
                interrupted
                        .send(new ProducerRecord<>(events(), 0, bytes("k"), bytes("a")))
                        .get();
                interrupted.send(marks.mark(new Letter(read(letters()).get(0)))).get();
                assertThat(execute("redrive")).as(out.toString()).isZero();
            }
            assertThat(marks.read(new LetterTopic(settings))).containsExactlyInAnyOrder("0:0", "0:1");
        }
        assertThat(sent()).containsExactly("0 a", "0 b");
    }
}
