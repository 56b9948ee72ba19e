package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.Cluster;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.broker.TopicSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TailCommandIT {
    private static EmbeddedBroker broker;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void fillTopics() throws InterruptedException, ExecutionException {
        broker = EmbeddedBroker.startTemporary();
        try (Cluster cluster = Cluster.connect(broker.bootstrapServers())) {
            cluster.create(List.of(topic("told"), topic("letters")));
        }
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "tail"))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, new ProducerRecord<>("told", 0, bytes("a"), bytes("first")));
            send(producer, new ProducerRecord<>("told", 1, bytes("b\n"), bytes("se\033[2Jcond")));
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, new ProducerRecord<>("told", 0, bytes("a"), bytes("aborted")));
            producer.abortTransaction();
        }
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            ProducerRecord<byte[], byte[]> letter =
                    new ProducerRecord<>("letters", bytes("a"), bytes("{\"value\": \u009b"));
            letter.headers()
                    .add("sluice.reason", bytes("not-json"))
                    .add("sluice.detail", bytes("it ends too early"))
                    .add("sluice.source.topic", bytes("events"))
                    .add("sluice.source.partition", bytes("3"))
                    .add("sluice.source.offset", bytes("12"));
            send(producer, letter);
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
            throws InterruptedException, ExecutionException {
        producer.send(record).get();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static TopicSpec topic(String name) {
        return new TopicSpec(name, Optional.of(2), Optional.empty(), Map.of());
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int tail(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "tail";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--bootstrap-server";
        all[args.length + 2] = broker.bootstrapServers();
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    @Test
    void committedRecordsAreOneLineEachUpToTheEnd() {
        assertThat(tail("told", "--from-beginning", "--to-end"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines()).containsExactlyInAnyOrder("first", "se\\u001b[2Jcond");
    }

    @Test
    void keysStandBeforeTheValues() {
        assertThat(tail("told", "--from-beginning", "--limit", "2", "--keys")).isZero();
        assertThat(out.toString().lines()).containsExactlyInAnyOrder("a\tfirst", "b\\n\tse\\u001b[2Jcond");
    }

    @Test
    void withoutFromBeginningNothingOldIsPrinted() {
        assertThat(tail("told", "letters", "--to-end")).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aDeadLetterIsToldWithItsReason() {
        assertThat(tail("letters", "--from-beginning", "--to-end")).isZero();
        assertThat(out.toString().strip())
                .isEqualTo(
                        "{\"reason\":\"not-json\",\"detail\":\"it ends too early\",\"source\":{\"topic\":\"events\","
                                + "\"partition\":\"3\",\"offset\":\"12\"},\"key\":\"a\",\"value\":\"{\\\"value\\\": \\u009b\"}");
    }

    @Test
    void aTopicThatDoesNotExistIsOneErrorAndIsNotCreated() {
        assertThat(tail("no-such-topic")).isEqualTo(1);
        assertThat(tail("no-such-topic")).isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("topic no-such-topic does not exist on " + broker.bootstrapServers()));
    }
}
