package io.sluice.stream;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Counts the keys of a task that have a state. A store in memory knows their number. RocksDB has an estimate alone, in
 * which each update counts as a key until files are merged. So a pass over the store counts them once after the task
 * began, one slice after another, in the order of the keys. Afterwards each new and each removed key changes the count.
 *
 * <p>During the pass, a change behind the last counted key changes the count. A change before it does not, because the
 * pass will meet it. Each slice reads the store anew, so no iterator holds old files, and none misses a change.
 *
 * <p>Only the task's stream thread uses it. The count is unknown until the pass has ended.
 */
final class KeyCount implements AutoCloseable {
    /** As long as a slice of the sweep. A million keys in four partitions take 13 s. */
    private static final Duration BETWEEN_SLICES = Duration.ofMillis(100);

    private static final int SLICE = 2000;

    private final KeyValueStore<byte[], byte[]> store;
    private final AtomicLong published;
    private @Nullable Cancellable schedule;
    private byte @Nullable [] lastCounted;
    private boolean complete;
    private long number;

    /**
     * A count that is not known yet.
     *
     * @param published receives the count as soon as it is known, for other threads
     */
    KeyCount(KeyValueStore<byte[], byte[]> store, AtomicLong published) {
        this.store = store;
        this.published = published;
    }

    /** Takes the number from a store that knows it exactly. */
    void take() {
        number = store.approximateNumEntries();
        complete();
    }

    /** Lets a pass over the store count the keys. */
    void schedule(ProcessorContext<?, ?> context) {
        schedule = context.schedule(BETWEEN_SLICES, PunctuationType.WALL_CLOCK_TIME, now -> slice());
    }

    private void slice() {
        try (KeyValueIterator<byte[], byte[]> keys =
                lastCounted == null ? store.all() : store.range(lastCounted, null)) {
            for (int i = 0; i < SLICE && keys.hasNext(); i++) {
                count(keys.next().key);
            }
            if (!keys.hasNext()) {
                complete();
            }
        }
    }

    /** A slice begins with the last key of the slice before it, unless that key was removed meanwhile. */
    private void count(byte[] key) {
        if (!Arrays.equals(key, lastCounted)) {
            number++;
            lastCounted = key;
        }
    }

    private void complete() {
        complete = true;
        lastCounted = null;
        published.lazySet(number);
        endSchedule();
    }

    /** Notes that a key without a state has got one. */
    void added(byte[] key) {
        change(key, 1);
    }

    /** Notes that a key has lost its state. */
    void removed(byte[] key) {
        change(key, -1);
    }

    private void change(byte[] key, int by) {
        if (complete) {
            number += by;
            published.lazySet(number);
        } else if (lastCounted != null && Arrays.compareUnsigned(key, lastCounted) <= 0) {
            number += by;
        }
    }

    private void endSchedule() {
        if (schedule != null) {
            schedule.cancel();
            schedule = null;
        }
    }

    /** Ends the schedule: a revived task keeps its punctuators, and makes a new count. */
    @Override
    public void close() {
        endSchedule();
    }
}
