package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.broker.BrokerException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of whole topics, which must exist, without a consumer group. */
@Internal
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** The end that the topics had at some time. */
    public final class End {
        private final Map<TopicPartition, Long> offsets = consumer.endOffsets(partitions);

        private End() {}

        /** Returns true if everything before the end has been read. */
        public boolean isReached() {
            return partitions.stream().allMatch(partition -> consumer.position(partition) >= offset(partition));
        }

        /** Returns true if a record lies before the end. */
        public boolean covers(ConsumerRecord<?, ?> record) {
            return record.offset() < offset(new TopicPartition(record.topic(), record.partition()));
        }

        private long offset(TopicPartition partition) {
            return offsets.getOrDefault(partition, 0L);
        }
    }

    private TopicReader(Map<String, String> settings, List<String> topics) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // if retention overtakes the reader
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL_TIMEOUT.toMillis());
        this.consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partitions =
                topics.stream().flatMap(topic -> partitions(topic).stream()).toList();
        consumer.assign(partitions);
    }

    /** An empty list would read as a topic without records. */
    private List<TopicPartition> partitions(String topic) {
        List<TopicPartition> found = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (found.isEmpty()) {
            consumer.close();
            throw new BrokerException("the broker names no partition of topic " + topic + "; run the command again");
        }
        return found;
    }

    /**
     * Opens a reader of all records.
     *
     * @param settings the settings of Kafka's clients
     */
    public static TopicReader fromBeginning(Map<String, String> settings, List<String> topics) {
        TopicReader reader = new TopicReader(settings, topics);
        reader.consumer.seekToBeginning(reader.partitions);
        return reader;
    }

    /**
     * Opens a reader of the records that arrive from now on.
     *
     * @param settings the settings of Kafka's clients
     */
    public static TopicReader fromNow(Map<String, String> settings, List<String> topics) {
        TopicReader reader = new TopicReader(settings, topics);
        reader.consumer.seekToEnd(reader.partitions);
        reader.partitions.forEach(reader.consumer::position); // a seek is lazy, and the first poll would decide
        return reader;
    }

    /**
     * Opens a reader that begins with the first record of each partition that has this timestamp or a later one.
     *
     * @param settings the settings of Kafka's clients
     * @param millis the timestamp in milliseconds since the epoch
     */
    public static TopicReader from(Map<String, String> settings, List<String> topics, long millis) {
        TopicReader reader = new TopicReader(settings, topics);
        reader.seek(millis);
        return reader;
    }

    private void seek(long millis) {
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

    /** Returns the end of the topics as it is now: behind the last committed record of each partition. */
    public End end() {
        return new End();
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
