package io.sluice.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The events that one reader wants to see as they come: all of one key, or a sample of all keys and each event that
 * opens or closes an incident. A slow reader loses events, and learns the number. It never holds up a stream thread.
 */
public final class Subscription {
    private static final int QUEUE = 500;

    /** The time between two events of a sample, in milliseconds. */
    private static final long SAMPLE_MILLIS = 50;

    private final @Nullable String key;
    private final BlockingQueue<LiveEvent> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private volatile long lastSample;

    /** @param key the key to see; null for a sample of all keys */
    Subscription(@Nullable String key) {
        this.key = key;
    }

    void offer(LiveEvent event) {
        if (wants(event) && !queue.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    private boolean wants(LiveEvent event) {
        return key == null ? event.changesIncident() || isSampled(event) : key.equals(event.key());
    }

    /** Threads may race for a place in the sample; then it has one event more. */
    private boolean isSampled(LiveEvent event) {
        if (event.appliedAt() - lastSample < SAMPLE_MILLIS) {
            return false;
        }
        lastSample = event.appliedAt();
        return true;
    }

    /** Returns the events that have come, after at most so many milliseconds without one; none if none has come. */
    public List<LiveEvent> take(long millis) throws InterruptedException {
        List<LiveEvent> events = new ArrayList<>();
        LiveEvent first = queue.poll(millis, TimeUnit.MILLISECONDS);
        if (first != null) {
            events.add(first);
            queue.drainTo(events);
        }
        return events;
    }

    /** Returns the number of events that were lost since the last call, because the reader was slow. */
    public long takeDropped() {
        return dropped.getAndSet(0);
    }
}
