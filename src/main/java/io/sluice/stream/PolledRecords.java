package io.sluice.stream;

import io.sluice.engine.InputRecord;
import io.sluice.engine.PolledRecordSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

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
    private final TimestampBounds bounds;
    private final LongSupplier clock;
    private final Runnable onBounded;
    private final ThreadLocal<Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>>> queues =
            ThreadLocal.withInitial(HashMap::new);

    /**
     * Files the records of the given topics and ignores others.
     *
     * @param clock gives the wall clock in milliseconds since the epoch
     * @param onBounded runs for each record whose timestamp is moved into the bounds
     */
    PolledRecords(List<String> topics, TimestampBounds bounds, LongSupplier clock, Runnable onBounded) {
        this.topics = List.copyOf(topics);
        this.bounds = bounds;
        this.clock = clock;
        this.onBounded = onBounded;
    }

    /**
     * Returns the poll with all timestamps within the bounds. It is done here, where the wall clock is read once for
     * each record: what is computed ahead then has the time that Kafka Streams extracts.
     */
    ConsumerRecords<byte[], byte[]> bounded(ConsumerRecords<byte[], byte[]> poll) {
        long now = clock.getAsLong();
        for (ConsumerRecord<byte[], byte[]> record : poll) {
            if (isOutside(record, now)) {
                return withBoundedTimes(poll, now);
            }
        }
        return poll;
    }

    private boolean isOutside(ConsumerRecord<byte[], byte[]> record, long now) {
        return record.timestamp() >= 0 && bounds.nearest(record.timestamp(), now) != record.timestamp();
    }

    private ConsumerRecords<byte[], byte[]> withBoundedTimes(ConsumerRecords<byte[], byte[]> poll, long now) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> bounded = new LinkedHashMap<>();
        for (TopicPartition partition : poll.partitions()) {
            bounded.put(
                    partition,
                    poll.records(partition).stream()
                            .map(record -> isOutside(record, now) ? bounded(record, now) : record)
                            .toList());
        }
        return new ConsumerRecords<>(bounded, poll.nextOffsets());
    }

    private ConsumerRecord<byte[], byte[]> bounded(ConsumerRecord<byte[], byte[]> record, long now) {
        onBounded.run();
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                bounds.nearest(record.timestamp(), now),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                record.headers(),
                record.leaderEpoch());
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
        Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> filed = queues.get();
        Deque<ConsumerRecord<byte[], byte[]>> queue = filed.get(partition);
        if (queue == null) {
            return List.of();
        }
        while (!queue.isEmpty() && queue.getFirst().offset() < offset) {
            queue.removeFirst();
        }
        List<InputRecord> taken = new ArrayList<>();
        if (queue.isEmpty() || queue.getFirst().offset() != offset) {
            return taken;
        }
        take(queue, limit, taken);
        if (limit > 1) {
            filed.forEach((other, records) -> {
                if (isOfSameTask(other, partition)) {
                    take(records, limit, taken);
                }
            });
        }
        return taken;
    }

    /** A task has the partitions of one number, of all topics that are filed. */
    private static boolean isOfSameTask(TopicPartition other, TopicPartition partition) {
        return other.partition() == partition.partition() && !other.equals(partition);
    }

    private static void take(Deque<ConsumerRecord<byte[], byte[]>> queue, int limit, List<InputRecord> taken) {
        for (int i = 0; i < limit && !queue.isEmpty(); i++) {
            taken.add(InputRecord.of(queue.removeFirst()));
        }
    }

    /** Forgets the calling thread's records of all partitions with this number, whose task leaves the thread. */
    void forget(int partition) {
        queues.get().keySet().removeIf(filed -> filed.partition() == partition);
    }

    /** Files the polls of its consumer. Kafka creates it by its class name and ignores its exceptions. */
    public static final class Interceptor implements ConsumerInterceptor<byte[], byte[]> {
        private @Nullable PolledRecords polled;

        @Override
        public void configure(Map<String, ?> properties) {
            polled = (PolledRecords) Objects.requireNonNull(properties.get(PROPERTY), PROPERTY);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            PolledRecords shared = Objects.requireNonNull(polled, "onConsume before configure");
            ConsumerRecords<byte[], byte[]> bounded = shared.bounded(records);
            shared.file(bounded);
            return bounded;
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
