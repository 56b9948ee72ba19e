package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.CapturedLog;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.model.ChangedOutput;
import io.sluice.stream.log.BrokerWaits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the connection between a pipeline and its broker.
 *
 * <p>The broker itself keeps running. A restart of a single broker under transactions is no test of a pipeline: Kafka
 * 4.3 takes partitions without a leader for deleted ones, and never ends the transactions in them (KAFKA-20734).
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class BrokerOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A consumer tries to connect again after at most reconnect.backoff.max.ms, 1 s. */
    private static final Duration SOME_ATTEMPTS = Duration.ofSeconds(5);

    private static final int PARTITIONS = 8;
    private static final int KEYS = 100;
    private static final int EVENTS = 4000;
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration OUTAGE = Duration.ofSeconds(6);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServingModel model = TestModels.spec("value");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    private final AtomicBoolean shutInNextCall = new AtomicBoolean();
    private TcpGate gate;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws IOException, ExecutionException, InterruptedException {
        gate = new TcpGate();
        broker = EmbeddedBroker.start(
                folder.resolve("broker"),
                EmbeddedBroker.FREE_PORT,
                Map.of("advertised.listeners", "PLAINTEXT://" + gate.address()));
        gate.leadTo(broker.port());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", gate.address()))) {
            admin.createTopics(Stream.of(PipelineDriver.INPUT, PipelineDriver.OUTPUT, "sluice-dead-letters")
                            .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
        gate.close();
    }

    @Test
    void withoutABrokerAPipelineIsNotReadyUntilItIsBack() throws IOException {
        try (CapturedLog log = new CapturedLog("io.sluice.stream.log.OutageLog");
                ScoringApplication application = application(Map.of())) {
            application.start();
            Awaitility.await().atMost(PATIENCE).until(application::isReady);
            gate.shut();
            Awaitility.await().atMost(PATIENCE).until(() -> application.state().equals("DISCONNECTED"));
            assertThat(timesReady(application, SOME_ATTEMPTS)).isZero();
            assertThat(application.isLive()).isTrue();
            gate.open();
            Awaitility.await().atMost(PATIENCE).until(application::isReady);
            Awaitility.await().atMost(PATIENCE).until(() -> log.lines().size() == 2);
            assertThat(log.lines()).first().isEqualTo("WARN lost the connection to the broker at " + gate.address());
            assertThat(log.lines()).last().asString().startsWith("INFO connected to the broker again after ");
        }
    }

    /** Asked without a pause: an attempt to connect lasts a fraction of a millisecond. */
    private static int timesReady(ScoringApplication application, Duration time) {
        Instant end = Instant.now().plus(time);
        int ready = 0;
        while (Instant.now().isBefore(end)) {
            ready += application.isReady() ? 1 : 0;
        }
        return ready;
    }

    /**
     * The outage is longer than delivery.timeout.ms. It ends a thread that was sending. One that was committing
     * survives and tries again.
     */
    @Test
    void anOutageUnderTrafficLosesAndRepeatsNothing() throws Exception {
        try (ScoringApplication application = application(impatient(PARTITIONS));
                KafkaProducer<byte[], byte[]> producer = producer()) {
            application.start();
            Awaitility.await().atMost(PATIENCE).until(application::isReady);
            List<Future<RecordMetadata>> before = send(producer);
            shutDuringACall();
            CompletableFuture<List<Future<RecordMetadata>>> meanwhile =
                    CompletableFuture.supplyAsync(() -> send(producer));
            Awaitility.await().pollDelay(OUTAGE).atMost(PATIENCE).until(() -> count("sluice.threads.replaced") > 0);
            gate.open();
            requireAcknowledged(before);
            requireAcknowledged(meanwhile.join());
            List<JsonNode> predictions = predictions(2 * EVENTS);
            assertThat(predictions).as(whatIsLeft()).hasSize(2 * EVENTS);
            assertStepsOfEachKey(predictions, 2 * EVENTS / KEYS);
            assertThat(application.failure()).isNull();
            assertThat(count("sluice.events.repeated"))
                    .as("events of an aborted transaction")
                    .isEqualTo(count("sluice.predictions") - 2 * EVENTS);
        }
    }

    /**
     * Shuts the gate while a thread calls the model, when predictions have already been sent. That thread then has
     * predictions to send. A thread that is committing would survive the outage.
     */
    private void shutDuringACall() {
        Awaitility.await().atMost(PATIENCE).until(() -> count("sluice.predictions") > 0);
        shutInNextCall.set(true);
        Awaitility.await().atMost(PATIENCE).untilFalse(shutInNextCall);
    }

    /** Returns the partitions of the input that are not processed to their end, and what holds back readers. */
    private String whatIsLeft() throws ExecutionException, InterruptedException {
        StringBuilder left = new StringBuilder("what is left: ");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", gate.address()))) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("test")
                    .partitionsToOffsetAndMetadata()
                    .get();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                TopicPartition input = new TopicPartition(PipelineDriver.INPUT, partition);
                TopicPartition output = new TopicPartition(PipelineDriver.OUTPUT, partition);
                OffsetAndMetadata processed = committed.get(input);
                long events =
                        end(admin, input, IsolationLevel.READ_COMMITTED) - (processed == null ? 0 : processed.offset());
                long open = end(admin, output, IsolationLevel.READ_UNCOMMITTED)
                        - end(admin, output, IsolationLevel.READ_COMMITTED);
                left.append(String.format("%n%s: %d events, %d records open in %s", input, events, open, output));
            }
            left.append(String.format(
                    "%ntransactions: %s", admin.listTransactions().all().get()));
        }
        return left.toString();
    }

    private static long end(Admin admin, TopicPartition partition, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private double count(String meter) {
        return registry.find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static void assertStepsOfEachKey(List<JsonNode> predictions, int steps) {
        Map<String, List<Long>> found = predictions.stream()
                .collect(Collectors.groupingBy(
                        prediction -> prediction.get("key").asText(),
                        Collectors.mapping(prediction -> prediction.get("step").asLong(), Collectors.toList())));
        assertThat(found).hasSize(KEYS);
        assertThat(found.values()).allSatisfy(of -> assertThat(of)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, steps).boxed().toList()));
    }

    /**
     * Without the metadata of the input topic, offsets cannot be sent. Kafka Streams then gives up the task, but
     * commits the transaction for other tasks.
     */
    @Test
    void aTransactionWithoutItsOffsetsIsNotCommitted() throws IOException, ExecutionException, InterruptedException {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", gate.address(), "transactional.id", "some", "max.block.ms", 3000);
        AtomicLong waits = new AtomicLong();
        Map<TopicPartition, OffsetAndMetadata> offsets =
                Map.of(new TopicPartition(PipelineDriver.INPUT, 0), new OffsetAndMetadata(1));
        try (KafkaConsumer<byte[], byte[]> group = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", gate.address(), "group.id", "group"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                Producer<byte[], byte[]> producer = WholeTransactionsProducer.clients(
                                new BrokerWaits(waits::incrementAndGet))
                        .getProducer(properties)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(PipelineDriver.OUTPUT, PipelineDriver.bytes("{}")))
                    .get();
            gate.shut();
            assertThatThrownBy(() -> producer.sendOffsetsToTransaction(offsets, group.groupMetadata()))
                    .isInstanceOf(TimeoutException.class);
            gate.open();
            assertThatThrownBy(producer::commitTransaction)
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("the transaction is not whole");
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(PipelineDriver.OUTPUT, PipelineDriver.bytes("{\"whole\":true}")))
                    .get();
            producer.sendOffsetsToTransaction(offsets, group.groupMetadata());
            producer.commitTransaction();
            assertThat(waits).as("calls that wait for the broker").hasValue(5);
        }
        assertThat(predictions(1)).hasSize(1).allSatisfy(one -> assertThat(one.has("whole"))
                .isTrue());
    }

    /** A thread that ends waits for the broker, to abort its transaction. A stop must not wait for that. */
    @Test
    void aStopDuringAnOutageEndsInTime() throws IOException {
        ScoringApplication application = application(impatient(2));
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            application.start();
            Awaitility.await().atMost(PATIENCE).until(application::isReady);
            var unused = send(producer);
            shutDuringACall();
            Awaitility.await().atMost(PATIENCE).until(() -> count("sluice.threads.replaced") > 0);
            Instant begin = Instant.now();
            assertThatThrownBy(() -> application.close(Duration.ofSeconds(2)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("did not stop within 2 s");
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
            assertThat(application.isLive()).isFalse();
            gate.open();
            Awaitility.await().atMost(PATIENCE).until(application.ended()::isDone);
        }
    }

    private ScoringApplication application(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "bootstrap.servers", gate.address(),
                "state.dir", folder.resolve("state").toString(),
                "auto.offset.reset", "earliest"));
        all.putAll(properties);
        SluiceConfig config = PipelineDriver.config(all);
        return new ScoringApplication(
                config, model, () -> new ChangedOutput(TestModels.model(model), batch -> work()), registry);
    }

    /** Times that end a thread soon after the broker is gone. */
    private static Map<String, String> impatient(int threads) {
        return Map.of(
                "num.stream.threads", Integer.toString(threads),
                "producer.delivery.timeout.ms", Long.toString(DELIVERY_TIMEOUT.toMillis()),
                "producer.request.timeout.ms", "2000",
                "producer.max.block.ms", "4000",
                "task.timeout.ms", "3000");
    }

    /** Makes a producer that waits until the broker is back. */
    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", gate.address(), "max.block.ms", PATIENCE.toMillis()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends events of all keys in turn. */
    private static List<Future<RecordMetadata>> send(KafkaProducer<byte[], byte[]> producer) {
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> producer.send(new ProducerRecord<>(
                        PipelineDriver.INPUT,
                        PipelineDriver.bytes("key-" + i % KEYS),
                        PipelineDriver.bytes("{\"value\": " + i + "}"))))
                .toList();
    }

    /** An event that never reached the topic is no event that the pipeline lost. */
    private static void requireAcknowledged(List<Future<RecordMetadata>> sent)
            throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        for (Future<RecordMetadata> one : sent) {
            one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /**
     * Returns the committed predictions as soon as there are {@code count}, and those that follow in the next second.
     */
    private List<JsonNode> predictions(int count) throws IOException {
        List<JsonNode> predictions = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", gate.address(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(PipelineDriver.OUTPUT, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant end = Instant.now().plus(PATIENCE);
            while (predictions.size() < count && Instant.now().isBefore(end)) {
                read(consumer, predictions);
            }
            read(consumer, predictions);
        }
        return predictions;
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer, List<JsonNode> predictions) throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
            predictions.add(JSON.readTree(record.value()));
        }
    }

    /** Makes the model's calls take so long that an outage finds work in progress. */
    private void work() {
        try {
            Thread.sleep(20);
            if (shutInNextCall.get()) {
                gate.shut();
                shutInNextCall.set(false);
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
