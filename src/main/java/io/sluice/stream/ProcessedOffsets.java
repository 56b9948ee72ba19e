package io.sluice.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The largest offset of each partition that this process has processed. An event at or below it comes again, because
 * its transaction was aborted.
 *
 * <p>Thread-safe. At any time, one thread at most processes a partition.
 */
final class ProcessedOffsets {
    private final Map<TopicPartition, AtomicLong> largest = new ConcurrentHashMap<>();

    /** Notes an event that was processed. Returns false if it was processed before. */
    boolean add(TopicPartition partition, long offset) {
        AtomicLong before = largest.computeIfAbsent(partition, unused -> new AtomicLong(-1));
        return before.getAndAccumulate(offset, Math::max) < offset;
    }
}
