package io.sluice.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The stream time of each task of this instance, for threads that ask about a task's states. */
final class StreamTimes {
    /** The time of a task that has processed no record. No state is older than its time to live then. */
    private static final long NONE = -1;

    private final Map<Integer, AtomicLong> times = new ConcurrentHashMap<>();

    /** Returns the stream time of a task, in milliseconds since the epoch, for the task to update. */
    AtomicLong of(int partition) {
        return times.computeIfAbsent(partition, unused -> new AtomicLong(NONE));
    }
}
