package io.sluice.stream;

import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Frees the space of expired keys, a slice of the store at a time, so that no call holds the stream thread for long. A
 * deletion is a tombstone in the changelog. What is scored does not depend on it: reading applies the same rule.
 */
final class ExpirySweep implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int SLICE = 1000;

    private final KeyValueStore<byte[], byte[]> store;
    private final ResumePolicy policy;
    private final ScoringMetrics metrics;
    private final Consumer<byte[]> deleted;
    private @Nullable KeyValueIterator<byte[], byte[]> pass;

    /**
     * A sweep that has not begun.
     *
     * @param deleted hears of each key that is removed
     */
    ExpirySweep(
            KeyValueStore<byte[], byte[]> store,
            ResumePolicy policy,
            ScoringMetrics metrics,
            Consumer<byte[]> deleted) {
        this.store = store;
        this.policy = policy;
        this.metrics = metrics;
        this.deleted = deleted;
    }

    void schedule(ProcessorContext<?, ?> context) {
        context.schedule(PAUSE, PunctuationType.WALL_CLOCK_TIME, now -> slice(context.currentStreamTimeMs()));
    }

    /** Looks at the next keys of the pass and removes those that are expired at {@code streamTime}. */
    void slice(long streamTime) {
        KeyValueIterator<byte[], byte[]> keys = pass == null ? store.all() : pass;
        pass = keys;
        int removed = 0;
        for (int i = 0; i < SLICE && keys.hasNext(); i++) {
            removed += removeIfExpired(keys.next(), streamTime);
        }
        if (!keys.hasNext()) {
            close();
        }
        metrics.swept(removed);
    }

    /** The iterator may be older than the store, so what is stored now decides. */
    private int removeIfExpired(KeyValue<byte[], byte[]> seen, long streamTime) {
        if (!policy.isExpired(KeyState.of(seen.value), streamTime)) {
            return 0;
        }
        byte[] current = store.get(seen.key);
        if (current == null || !policy.isExpired(KeyState.of(current), streamTime)) {
            return 0;
        }
        store.delete(seen.key);
        deleted.accept(seen.key);
        return 1;
    }

    @Override
    public void close() {
        if (pass != null) {
            pass.close();
            pass = null;
        }
    }
}
