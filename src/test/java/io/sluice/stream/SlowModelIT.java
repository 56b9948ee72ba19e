package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.engine.ServingModel;
import io.sluice.model.ChangedOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a slow model on the events of two keys, each in a partition of its own. One thread has both tasks and one
 * transaction for them. To read a whole poll of one task ahead would take longer than the transaction of the other may.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class SlowModelIT {
    private static final int KEYS = 2;
    private static final int EVENTS_OF_A_KEY = 400;
    private static final int EVENTS = KEYS * EVENTS_OF_A_KEY;
    private static final int STEP_MILLIS = 15;
    private static final String TRANSACTION_TIMEOUT_MILLIS = "4000";
    /** The broker looks for transactions beyond their timeout twice a second, and not every ten seconds. */
    private static final Map<String, String> PROMPT =
            Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServingModel model = TestModels.spec("value");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    @Test
    void noTransactionOutlivesItsTimeout() throws IOException, ExecutionException, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.FREE_PORT, PROMPT)) {
            String servers = broker.bootstrapServers();
            createTopics(servers);
            send(servers);
            try (ScoringApplication application = application(servers)) {
                application.start();
                Awaitility.await().atMost(PATIENCE).until(() -> count("sluice.predictions") >= EVENTS);
                List<Long> steps =
                        LongStream.rangeClosed(1, EVENTS_OF_A_KEY).boxed().toList();
                assertThat(steps(servers)).isEqualTo(Map.of("hot-0", steps, "hot-1", steps));
                assertThat(count("sluice.events.repeated"))
                        .as("events of an aborted transaction")
                        .isZero();
                assertThat(application.failure()).isNull();
            }
        }
    }

    private static void createTopics(String servers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(Stream.of(PipelineDriver.INPUT, PipelineDriver.OUTPUT, "sluice-dead-letters")
                            .map(name -> new NewTopic(name, KEYS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static void send(String servers) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < EVENTS; i++) {
                var unused = producer.send(new ProducerRecord<>(
                        PipelineDriver.INPUT,
                        i % KEYS,
                        PipelineDriver.bytes("hot-" + i % KEYS),
                        PipelineDriver.bytes("{\"value\": " + i + "}")));
            }
        }
    }

    private ScoringApplication application(String servers) {
        return new ScoringApplication(
                PipelineDriver.config(Map.of(
                        "bootstrap.servers",
                        servers,
                        "state.dir",
                        folder.resolve("state").toString(),
                        "auto.offset.reset",
                        "earliest",
                        "producer.transaction.timeout.ms",
                        TRANSACTION_TIMEOUT_MILLIS)),
                model,
                () -> new ChangedOutput(TestModels.model(model), batch -> sleep()),
                registry);
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double count(String meter) {
        return registry.find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Returns the steps of the committed predictions of each key, in their order. */
    private static Map<String, List<Long>> steps(String servers) {
        Map<String, List<Long>> steps = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, KEYS)
                    .mapToObj(partition -> new TopicPartition(PipelineDriver.OUTPUT, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Awaitility.await().atMost(PATIENCE).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    JsonNode prediction = JSON.readTree(record.value());
                    steps.computeIfAbsent(prediction.path("key").asText(), key -> new ArrayList<>())
                            .add(prediction.path("step").asLong());
                }
                return steps.values().stream().mapToInt(List::size).sum() >= EVENTS;
            });
        }
        return steps;
    }
}
