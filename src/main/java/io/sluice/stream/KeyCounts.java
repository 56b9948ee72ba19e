package io.sluice.stream;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The number of keys of each task of this instance, for threads that ask for it. */
final class KeyCounts {
    static final long UNKNOWN = -1;

    private final Map<Integer, AtomicLong> counts = new ConcurrentHashMap<>();

    /** Returns the count of a task that begins, for the task to update. It is unknown at first. */
    AtomicLong begin(int partition) {
        AtomicLong count = new AtomicLong(UNKNOWN);
        counts.put(partition, count);
        return count;
    }

    /** Forgets the count of a task that ends, unless another thread has begun this task again. */
    void end(int partition, AtomicLong count) {
        counts.remove(partition, count);
    }

    /** Returns the partitions whose tasks are open. */
    Set<Integer> partitions() {
        return counts.keySet();
    }

    /** Returns the number of keys of all tasks; empty while one of them is counting, and without a task. */
    OptionalLong total() {
        long total = 0;
        for (AtomicLong count : counts.values()) {
            long keys = count.get();
            if (keys == UNKNOWN) {
                return OptionalLong.empty();
            }
            total += keys;
        }
        return counts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total);
    }
}
