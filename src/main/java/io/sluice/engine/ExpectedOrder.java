package io.sluice.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The order in which Kafka Streams is expected to process the polled records of a task. It takes the partition whose
 * next record has the earliest timestamp, and keeps the order within each partition. A partition that gets no records
 * for a while can change the order, so it is only expected.
 */
final class ExpectedOrder {
    private ExpectedOrder() {}

    /** The records of one partition, from the next one on. */
    private static final class Cursor {
        private final Iterator<PendingRecord> following;
        private PendingRecord next;

        Cursor(Iterator<PendingRecord> records) {
            this.following = records;
            this.next = records.next();
        }

        long timestamp() {
            return next.record().timestamp();
        }

        /** Moves on by one record; returns false if there is none. */
        boolean advance() {
            if (following.hasNext()) {
                next = following.next();
                return true;
            }
            return false;
        }
    }

    /**
     * Returns the records of all partitions in the expected order.
     *
     * @param current the partition whose first record is processed now
     * @param others the other partitions of the task; an empty one is left out
     */
    static List<PendingRecord> of(
            Collection<PendingRecord> current, Collection<? extends Collection<PendingRecord>> others) {
        PriorityQueue<Cursor> queue = new PriorityQueue<>(Comparator.comparingLong(Cursor::timestamp));
        others.stream()
                .filter(partition -> !partition.isEmpty())
                .forEach(partition -> queue.add(new Cursor(partition.iterator())));
        List<PendingRecord> order = new ArrayList<>();
        for (Cursor cursor = new Cursor(current.iterator()); cursor != null; cursor = queue.poll()) {
            order.add(cursor.next);
            if (cursor.advance()) {
                queue.add(cursor);
            }
        }
        return order;
    }
}
