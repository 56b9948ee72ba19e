package io.sluice.stream;

import io.sluice.engine.InputRecord;
import io.sluice.engine.PolledRecordSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that a stream thread has polled but not processed, in the order of each partition.
 *
 * <p>Kafka Streams shows a processor one record at a time. An interceptor of the thread's consumer sees the whole poll:
 * {@link Interceptor} files it here, and the engine's look-ahead takes it from here. Both run on the stream thread, and
 * each thread has its own queues, so there are no locks. A queue holds at most the records that Kafka Streams itself
 * has buffered of the partition.
 */
final class PolledRecords implements PolledRecordSource {
    /** The consumer property that hands the shared object to the interceptors. */
    static final String PROPERTY = "sluice.polled.records";

    private final List<String> topics;
    private final ThreadLocal<Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>>> queues =
            ThreadLocal.withInitial(HashMap::new);

    /** Files the records of the given topics and ignores others. */
    PolledRecords(List<String> topics) {
        this.topics = List.copyOf(topics);
    }

    void file(ConsumerRecords<byte[], byte[]> poll) {
        for (TopicPartition partition : poll.partitions()) {
            if (topics.contains(partition.topic())) {
                file(partition, poll.records(partition));
            }
        }
    }

    private void file(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        Deque<ConsumerRecord<byte[], byte[]>> queue =
                queues.get().computeIfAbsent(partition, unused -> new ArrayDeque<>());
        boolean polledAgain =
                !queue.isEmpty() && queue.getLast().offset() >= records.get(0).offset();
        if (polledAgain) {
            queue.clear();
        }
        queue.addAll(records);
    }

    @Override
    public List<InputRecord> take(TopicPartition partition, long offset, int limit) {
        Deque<ConsumerRecord<byte[], byte[]>> queue = queues.get().get(partition);
        if (queue == null) {
            return List.of();
        }
        while (!queue.isEmpty() && queue.getFirst().offset() < offset) {
            queue.removeFirst();
        }
        List<InputRecord> taken = new ArrayList<>();
        if (!queue.isEmpty() && queue.getFirst().offset() == offset) {
            while (taken.size() < limit && !queue.isEmpty()) {
                taken.add(InputRecord.of(queue.removeFirst()));
            }
        }
        return taken;
    }

    /** Forgets the calling thread's records of all partitions with this number, whose task leaves the thread. */
    void forget(int partition) {
        queues.get().keySet().removeIf(filed -> filed.partition() == partition);
    }

    /** Files the polls of its consumer. Kafka creates it by its class name and ignores its exceptions. */
    public static final class Interceptor implements ConsumerInterceptor<byte[], byte[]> {
        private PolledRecords polled = new PolledRecords(List.of());

        @Override
        public void configure(Map<String, ?> properties) {
            polled = (PolledRecords) Objects.requireNonNull(properties.get(PROPERTY), PROPERTY);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            polled.file(records);
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            // A commit does not change what was polled.
        }

        @Override
        public void close() {
            // It holds no resources.
        }
    }
}
