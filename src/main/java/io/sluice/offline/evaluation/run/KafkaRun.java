package io.sluice.offline.evaluation.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.broker.Cluster;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.broker.TopicSpec;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.event.DeadLetterHeaders;
import io.sluice.offline.FolderTree;
import io.sluice.runtime.LoadedBundle;
import io.sluice.stream.ScoringApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Scores events through Kafka: an embedded broker in this process and the application with exactly-once processing. */
public final class KafkaRun implements ScoringRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "evaluation-events";
    private static final String PREDICTIONS = "evaluation-predictions";
    private static final String DEAD_LETTERS = "evaluation-dead-letters";
    private static final int PARTITIONS = 4;
    private static final Map<String, String> LARGE_MESSAGES = Map.of("max.message.bytes", "16777216");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final LoadedBundle bundle;
    private final Map<String, String> properties;

    /** Creates a run of {@code bundle}. */
    public KafkaRun(LoadedBundle bundle) {
        this(bundle, Map.of());
    }

    /** Creates a run of {@code bundle} with more properties of the pipeline. */
    public KafkaRun(LoadedBundle bundle, Map<String, String> properties) {
        this.bundle = bundle;
        this.properties = Map.copyOf(properties);
    }

    @Override
    public <T> Map<String, List<T>> score(
            List<KeyEvents> keys, Function<JsonNode, T> read, Function<Refusal, T> refused) {
        Path state = temporaryFolder();
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            createTopics(broker.bootstrapServers());
            SluiceConfig config = config(broker.bootstrapServers(), state);
            try (ScoringApplication application = new ScoringApplication(
                    config,
                    ServingModel.of(bundle.bundle(), bundle.tokenizer(), config.scoring()),
                    () -> bundle.newStepModel(config.batchRows()),
                    new SimpleMeterRegistry())) {
                application.start();
                send(broker.bootstrapServers(), keys);
                return new ResultReader<>(read, refused)
                        .read(application, broker.bootstrapServers(), RoundRobin.count(keys));
            }
        } finally {
            delete(state);
        }
    }

    private static void createTopics(String bootstrapServers) {
        try (Cluster cluster = Cluster.connect(bootstrapServers)) {
            cluster.create(Stream.of(EVENTS, PREDICTIONS, DEAD_LETTERS)
                    .map(name -> new TopicSpec(name, Optional.of(PARTITIONS), Optional.empty(), LARGE_MESSAGES))
                    .toList());
        }
    }

    private SluiceConfig config(String bootstrapServers, Path state) {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "application.id",
                "evaluation",
                "state.dir",
                state.toString(),
                SluiceConfig.MODEL,
                bundle.bundle().directory().toString(),
                SluiceConfig.INPUT_TOPIC,
                EVENTS,
                SluiceConfig.OUTPUT_TOPIC,
                PREDICTIONS,
                SluiceConfig.DEAD_LETTER_TOPIC,
                DEAD_LETTERS,
                SluiceConfig.STATE_STORE,
                "memory"));
        return new SluiceConfig(all);
    }

    private static void send(String bootstrapServers, List<KeyEvents> keys) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("linger.ms", "20");
        properties.put("max.in.flight.requests.per.connection", "1");
        StringSerializer text = new StringSerializer();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties, text, text)) {
            RoundRobin.forEach(keys, (key, event) -> {
                Future<?> acknowledged = producer.send(new ProducerRecord<>(EVENTS, key, event), (at, failed) -> {
                    if (failed != null) {
                        failure.compareAndSet(null, failed);
                    }
                });
                Objects.requireNonNull(acknowledged);
            });
        }
        if (failure.get() != null) {
            throw new IllegalStateException("an event cannot be sent: " + failure.get(), failure.get());
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("sluice-evaluation-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the results of each key and sorts them by the offsets of their events, because they come from two topics.
     */
    private static final class ResultReader<T> {
        private final Map<String, TreeMap<Long, T>> byKey = new HashMap<>();
        private final Function<JsonNode, T> read;
        private final Function<Refusal, T> refused;

        ResultReader(Function<JsonNode, T> read, Function<Refusal, T> refused) {
            this.read = read;
            this.refused = refused;
        }

        Map<String, List<T>> read(ScoringApplication application, String bootstrapServers, long expected) {
            Properties properties = new Properties();
            properties.put("bootstrap.servers", bootstrapServers);
            properties.put("group.id", "evaluation-reader");
            properties.put("auto.offset.reset", "earliest");
            properties.put("isolation.level", "read_committed");
            ByteArrayDeserializer bytes = new ByteArrayDeserializer();
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, bytes, bytes)) {
                consumer.subscribe(List.of(PREDICTIONS, DEAD_LETTERS));
                long found = 0;
                long last = System.nanoTime();
                while (found < expected) {
                    for (ConsumerRecord<byte[], byte[]> result : consumer.poll(Duration.ofMillis(200))) {
                        add(result);
                        found++;
                        last = System.nanoTime();
                    }
                    requireProgress(application, expected - found, System.nanoTime() - last);
                }
            }
            return byKey.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, key -> List.copyOf(key.getValue().values())));
        }

        private static void requireProgress(ScoringApplication application, long missing, long silentNanos) {
            if (!application.isLive()) {
                throw new IllegalStateException(
                        "the pipeline stopped before all events were scored", application.failure());
            }
            if (silentNanos > TIMEOUT.toNanos()) {
                throw new IllegalStateException("no result came for " + TIMEOUT.toSeconds() + " s, and " + missing
                        + " are missing; the state of the pipeline is " + application.state());
            }
        }

        private void add(ConsumerRecord<byte[], byte[]> result) {
            if (result.topic().equals(DEAD_LETTERS)) {
                add(
                        result,
                        Long.parseLong(header(result, DeadLetterHeaders.SOURCE_OFFSET)),
                        refused.apply(new Refusal(
                                header(result, DeadLetterHeaders.REASON), header(result, DeadLetterHeaders.DETAIL))));
                return;
            }
            try {
                JsonNode prediction = JSON.readTree(result.value());
                add(result, prediction.at("/source/offset").asLong(), read.apply(prediction));
            } catch (IOException e) {
                throw new UncheckedIOException("a prediction is not JSON", e);
            }
        }

        private void add(ConsumerRecord<byte[], byte[]> result, long offset, T value) {
            byKey.computeIfAbsent(new String(result.key(), StandardCharsets.UTF_8), unused -> new TreeMap<>())
                    .put(offset, value);
        }

        private static String header(ConsumerRecord<byte[], byte[]> result, String name) {
            Header header = result.headers().lastHeader(name);
            return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        }
    }
}
