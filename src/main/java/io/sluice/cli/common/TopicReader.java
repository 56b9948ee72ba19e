package io.sluice.cli.common;

import io.sluice.Internal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of whole topics, without a consumer group. */
@Internal
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** Opens a reader of all partitions of the topics, which must exist, from their beginning. */
    public TopicReader(String bootstrapServers, String... topics) {
        this(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), List.of(topics));
        fromBeginning();
    }

    /**
     * Opens a reader of the records that arrive from now on in the topics, which must exist.
     *
     * @param settings the settings of Kafka's clients
     */
    public TopicReader(Map<String, String> settings, List<String> topics) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // if retention overtakes the reader
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL_TIMEOUT.toMillis());
        this.consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // a seek is lazy; without this, the first poll would decide
    }

    /** Begins again with the first records of all topics. */
    public void fromBeginning() {
        consumer.seekToBeginning(partitions);
    }

    /** Begins again with the first record of each partition that has this timestamp or a later one. */
    public void from(long millis) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, millis));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, found.offset());
            }
        });
    }

    /** Returns the offset behind the last committed record of each partition. */
    public Map<TopicPartition, Long> end() {
        return consumer.endOffsets(partitions);
    }

    /** Returns true if everything before these offsets has been read. */
    public boolean hasRead(Map<TopicPartition, Long> end) {
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= end.getOrDefault(partition, 0L));
    }

    /** Returns the records that arrived since the last call. Waits up to 100 ms for the first one. */
    public ConsumerRecords<byte[], byte[]> poll() {
        return consumer.poll(POLL_TIMEOUT);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
