package io.sluice.engine;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The records of a task that were read ahead and wait for their turn, by partition. */
final class WaitingRecords {
    private final Map<TopicPartition, Deque<PendingRecord>> partitions = new LinkedHashMap<>();

    void add(List<PendingRecord> records) {
        for (PendingRecord pending : records) {
            partitions
                    .computeIfAbsent(pending.record().partition(), unused -> new ArrayDeque<>())
                    .add(pending);
        }
    }

    /**
     * Returns the record if it is the next of its partition; null if it was not read ahead.
     *
     * @param dropped receives the records that never had their turn, because the partition went on without them
     */
    @Nullable
    PendingRecord find(InputRecord record, Consumer<PendingRecord> dropped) {
        Deque<PendingRecord> queue = partitions.get(record.partition());
        if (queue == null) {
            return null;
        }
        while (!queue.isEmpty() && nextOffset(queue) < record.offset()) {
            dropped.accept(queue.remove());
        }
        if (!queue.isEmpty() && nextOffset(queue) == record.offset()) {
            return queue.element();
        }
        queue.forEach(dropped);
        queue.clear();
        return null;
    }

    /** Removes a record whose turn is over. */
    void remove(InputRecord record) {
        Deque<PendingRecord> queue = partitions.get(record.partition());
        if (queue != null && !queue.isEmpty() && nextOffset(queue) == record.offset()) {
            queue.remove();
        }
    }

    private static long nextOffset(Deque<PendingRecord> queue) {
        return queue.element().record().offset();
    }

    /** Returns all records in the order in which Kafka Streams is expected to process them, this partition first. */
    Collection<PendingRecord> inExpectedOrder(TopicPartition current) {
        List<Deque<PendingRecord>> others = partitions.entrySet().stream()
                .filter(partition -> !partition.getKey().equals(current))
                .map(Map.Entry::getValue)
                .filter(queue -> !queue.isEmpty())
                .toList();
        Deque<PendingRecord> first = partitions.getOrDefault(current, new ArrayDeque<>());
        return others.isEmpty() ? first : ExpectedOrder.of(first, others);
    }

    void clear() {
        partitions.clear();
    }
}
