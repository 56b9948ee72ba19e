package io.sluice.stream;

import io.sluice.Internal;
import io.sluice.engine.LookAhead;
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
 * The records that a stream thread has polled and not yet processed, in the order of each partition.
 *
 * <p>Kafka Streams shows a processor one record at a time; an interceptor of the thread's consumer sees the whole poll.
 * {@link Interceptor} files it here and {@link LookAhead} takes it from here, both on the stream thread: each thread
 * has its own queues, so nothing is locked. A queue holds at most what Kafka Streams itself has buffered of the
 * partition.
 */
@Internal
public final class PolledRecords {
    /** The consumer property that carries the shared object to the interceptors. */
    static final String PROPERTY = "sluice.polled.records";

    private final List<String> topics;
    private final ThreadLocal<Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>>> queues =
            ThreadLocal.withInitial(HashMap::new);

    /** Files the records of the given topics alone. */
    PolledRecords(List<String> topics) {
        this.topics = List.copyOf(topics);
    }

    public void file(ConsumerRecords<byte[], byte[]> poll) {
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

    /**
     * Takes at most {@code limit} records of a partition, beginning with the one at {@code offset}; none where that one
     * was not filed. Older ones are dropped: they were processed.
     */
    public List<ConsumerRecord<byte[], byte[]>> take(TopicPartition partition, long offset, int limit) {
        Deque<ConsumerRecord<byte[], byte[]>> queue = queues.get().get(partition);
        if (queue == null) {
            return List.of();
        }
        while (!queue.isEmpty() && queue.getFirst().offset() < offset) {
            queue.removeFirst();
        }
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        if (!queue.isEmpty() && queue.getFirst().offset() == offset) {
            while (taken.size() < limit && !queue.isEmpty()) {
                taken.add(queue.removeFirst());
            }
        }
        return taken;
    }

    /** Forgets what the calling thread has polled of the partitions of a number: their task leaves the thread. */
    void forget(int partition) {
        queues.get().keySet().removeIf(filed -> filed.partition() == partition);
    }

    /** Files what its consumer polls. Kafka creates it by its class name and swallows whatever it throws. */
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
            // Commits do not concern what was polled.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
