package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerIT {
    @Test
    void recordsSurviveARestartOnTheSamePort(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, EmbeddedBroker.FREE_PORT, Map.of())) {
            String before = broker.bootstrapServers();
            create(broker, "readings");
            send(broker, "readings", "first");
            broker.stop();
            broker.start();
            send(broker, "readings", "second");
            assertThat(broker.bootstrapServers()).isEqualTo(before);
            assertThat(read(broker, "readings", 2)).containsExactly("first", "second");
        }
        try (EmbeddedBroker again = EmbeddedBroker.start(folder, EmbeddedBroker.FREE_PORT, Map.of())) {
            assertThat(read(again, "readings", 2)).containsExactly("first", "second");
        }
    }

    @Test
    void sendingDoesNotCreateATopic() {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            assertThatThrownBy(() -> send(broker, "never-created", "lost"))
                    .hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class)
                    .hasStackTraceContaining("never-created");
        }
    }

    @Test
    void closingTheBrokerDeletesATemporaryFolder() {
        EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        assertThat(broker.folder()).isNotEmptyDirectory();
        broker.close();
        assertThat(broker.folder()).doesNotExist();
    }

    @Test
    void theErrorNamesAPortInUse(@TempDir Path folder) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, port, Map.of()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("port " + port + " is in use");
        }
    }

    @Test
    void aFolderOfAnotherRunningBrokerIsAnErrorAndStaysUnchanged(@TempDir Path folder) throws IOException {
        try (EmbeddedBroker first = EmbeddedBroker.start(folder, EmbeddedBroker.FREE_PORT, Map.of())) {
            List<String> before = metadata(folder);
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, EmbeddedBroker.FREE_PORT, Map.of()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining(first.folder() + " is in use by another broker");
            assertThat(metadata(folder)).containsAll(before).noneMatch(name -> name.endsWith(".snapshot"));
            try (Cluster cluster = Cluster.connect(first.bootstrapServers())) {
                cluster.create(List.of(new TopicSpec("later", Optional.of(1), Optional.empty(), Map.of())));
                assertThat(cluster.topics(List.of("later"))).hasSize(1);
            }
        }
    }

    private static List<String> metadata(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("__cluster_metadata-0"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void theErrorNamesAFolderThatCannotBeCreated(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        assertThatThrownBy(() -> EmbeddedBroker.start(file.resolve("data"), EmbeddedBroker.FREE_PORT, Map.of()))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("data is not writable");
    }

    private static void create(EmbeddedBroker broker, String topic) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void send(EmbeddedBroker broker, String topic, String value)
            throws InterruptedException, ExecutionException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "max.block.ms", 3000, "enable.metrics.push", false);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static List<String> read(EmbeddedBroker broker, String topic, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
