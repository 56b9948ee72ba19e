package io.sluice.offline.bench;

import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of a benchmark: its events, and the predictions and states of its runs. */
public final class BenchTopics implements AutoCloseable {
    /** The number of partitions of each topic. */
    public static final int PARTITIONS = 4;

    /** The name of the store of states, in every variant. */
    static final String STORE = "key-state";

    private final String bootstrapServers;
    private final Admin admin;

    /**
     * The predictions of a run.
     *
     * @param checksum the sum of the CRC-32C of all values, so that their order does not count
     * @param bytes the bytes of all values
     */
    public record Predictions(long count, long checksum, long bytes) {}

    public BenchTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Creates a topic. */
    public void create(String topic) throws ExecutionException, InterruptedException {
        NewTopic created = new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())
                .configs(Map.of("max.message.bytes", "16777216"));
        admin.createTopics(List.of(created)).all().get();
    }

    /** Deletes the topics of a run, so that the disk does not fill up. */
    public void deleteRun(String name) throws ExecutionException, InterruptedException {
        List<String> topics = admin.listTopics().names().get().stream()
                .filter(topic -> topic.equals(name) || topic.startsWith(name + "-"))
                .toList();
        admin.deleteTopics(topics).all().get();
    }

    /** Returns the topic of the dead letters of a run, which must stay empty. */
    public static String deadLetters(String name) {
        return name + "-dead-letters";
    }

    /**
     * Sends the next events to a topic, and waits until all are acknowledged.
     *
     * @return the number of keys that have an event
     */
    public int send(String topic, Workload workload, int events) {
        BitSet used = new BitSet();
        send(IntStream.range(0, events).mapToObj(i -> {
            Workload.KeyedEvent event = workload.next();
            used.set(event.number());
            return new ProducerRecord<>(topic, event.key(), event.value());
        }));
        return used.cardinality();
    }

    /** Sends records in their order, and waits until all are acknowledged. */
    public void send(Stream<ProducerRecord<byte[], byte[]>> records) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer = producer(Map.of("linger.ms", "20", "batch.size", "131072"))) {
            records.sequential().forEachOrdered(record -> {
                Future<RecordMetadata> unused = producer.send(record, (sent, thrown) -> {
                    if (thrown != null) {
                        failure.compareAndSet(null, thrown);
                    }
                });
            });
        }
        if (failure.get() != null) {
            throw new BenchException("the events were not sent to the broker: " + failure.get(), failure.get());
        }
    }

    /**
     * Opens a producer with one request in flight. With more, the second request for a new partition can overtake the
     * first one, which then is refused until the producer gives it up (KAFKA-15591).
     */
    Producer<byte[], byte[]> producer(Map<String, String> settings) {
        Map<String, Object> all = withBroker(settings);
        all.put("max.in.flight.requests.per.connection", "1");
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns a reader of all committed records of a topic, from the first one on. */
    public Consumer<byte[], byte[]> reader(String topic) {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                withBroker(Map.of("isolation.level", "read_committed")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        Collection<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private Map<String, Object> withBroker(Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", bootstrapServers);
        return all;
    }

    /** Reads the committed predictions of a run that has ended. */
    public Predictions predictions(String topic) {
        try (Consumer<byte[], byte[]> consumer = reader(topic)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            long count = 0;
            long checksum = 0;
            long bytes = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    count++;
                    checksum += crc(record.value());
                    bytes += record.value().length;
                }
            }
            return new Predictions(count, checksum, bytes);
        }
    }

    private static long crc(byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(value);
        return crc.getValue();
    }

    /** Returns the bytes that the changelog of a run has in the broker's log. */
    public long changelogBytes(String name) throws ExecutionException, InterruptedException {
        String topic = name + "-" + STORE + "-changelog";
        Collection<Integer> brokers =
                admin.describeCluster().nodes().get().stream().map(Node::id).toList();
        return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                .flatMap(folders -> folders.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().equals(topic))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
