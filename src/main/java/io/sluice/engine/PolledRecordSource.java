package io.sluice.engine;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Yields records that were polled and have not had their turn. */
@FunctionalInterface
public interface PolledRecordSource {
    /**
     * Takes polled records of a partition and of the other partitions of its task. The records of each partition are in
     * the order of their offsets.
     *
     * @param offset the offset of the partition's first record to take; older records are dropped
     * @param limit the largest number of records to take of each partition; 1 takes one record alone
     * @return the records; an empty list if the one at {@code offset} was not polled
     */
    List<InputRecord> take(TopicPartition partition, long offset, int limit);
}
