package io.sluice.offline.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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

/**
 * The events of a benchmark, the same for every run, and the topics of its runs.
 *
 * @param events the number of events
 * @param keys the number of keys; each event gets a random key
 */
public record Workload(String bootstrapServers, int events, int keys) {
    static final String INPUT = "bench-events";
    static final String DEAD_LETTERS = "bench-dead-letters";
    private static final int PARTITIONS = 4;

    /**
     * Creates the input topic and sends the events to it.
     *
     * @return the number of keys that have an event
     */
    int prepare(List<String> channels) throws ExecutionException, InterruptedException {
        create(INPUT);
        create(DEAD_LETTERS);
        Random random = new Random(1);
        List<Future<RecordMetadata>> sent = new ArrayList<>(events);
        BitSet used = new BitSet(keys);
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        "20",
                        "batch.size",
                        "131072",
                        "max.in.flight.requests.per.connection",
                        "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < events; i++) {
                int key = random.nextInt(keys);
                used.set(key);
                sent.add(producer.send(
                        new ProducerRecord<>(INPUT, bytes("key-" + key), bytes(event(i, channels, random)))));
            }
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        }
        return used.cardinality();
    }

    private static String event(int i, List<String> channels, Random random) {
        StringBuilder json = new StringBuilder("{\"timestamp\":").append(1_772_366_400_000L + 10L * i);
        for (String channel : channels) {
            json.append(",\"").append(channel).append("\":").append((float) random.nextGaussian());
        }
        return json.append('}').toString();
    }

    void create(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            NewTopic created = new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())
                    .configs(Map.of("max.message.bytes", "16777216"));
            admin.createTopics(List.of(created)).all().get();
        }
    }

    /** Returns the bytes that a topic has in the broker's log. */
    long logBytes(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Collection<Integer> brokers =
                    admin.describeCluster().nodes().get().stream().map(Node::id).toList();
            return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(topic))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }

    /** Returns the sum of the CRC-32C of all committed records of a topic. */
    long checksum(String topic) {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Collection<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long sum = 0;
            for (int read = 0; read < events; ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    sum += crc(record.value());
                    read++;
                }
            }
            return sum;
        }
    }

    private static long crc(byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(value);
        return crc.getValue();
    }

    /** Returns a checksum in hexadecimal digits. */
    public static String show(long checksum) {
        return HexFormat.of().toHexDigits(checksum);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
