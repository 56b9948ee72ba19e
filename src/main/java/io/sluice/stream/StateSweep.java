package io.sluice.stream;

import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Removes expired keys to free their space. Each call looks at one slice of the store, so that it does not hold the
 * stream thread for long. A deletion is a tombstone in the changelog. Predictions do not depend on the sweep, because
 * reading applies the same rule.
 */
final class ExpirySweep implements AutoCloseable {
    private static final Duration BETWEEN_SLICES = Duration.ofMillis(100);
    private static final long SHORTEST_BETWEEN_PASSES = Duration.ofSeconds(1).toMillis();
    private static final long LONGEST_BETWEEN_PASSES = Duration.ofMinutes(1).toMillis();
    private static final int SLICE = 2000;

    private final KeyValueStore<byte[], byte[]> store;
    private final ResumePolicy policy;
    private final ScoringMetrics metrics;
    private final BiConsumer<byte[], KeyState> expired;
    private @Nullable Cancellable schedule;
    private @Nullable KeyValueIterator<byte[], byte[]> pass;
    private long nextPass;

    /**
     * A sweep that has not begun.
     *
     * @param expired receives each key with its state before the key is removed
     */
    ExpirySweep(
            KeyValueStore<byte[], byte[]> store,
            ResumePolicy policy,
            ScoringMetrics metrics,
            BiConsumer<byte[], KeyState> expired) {
        this.store = store;
        this.policy = policy;
        this.metrics = metrics;
        this.expired = expired;
    }

    void schedule(ProcessorContext<?, ?> context) {
        schedule = context.schedule(
                BETWEEN_SLICES, PunctuationType.WALL_CLOCK_TIME, now -> slice(now, context.currentStreamTimeMs()));
    }

    /**
     * Looks at the next keys of the pass and removes the expired ones.
     *
     * @param now wall-clock time in milliseconds; there is a pause between passes, because an in-memory store copies
     *     its keys for each pass
     */
    private void slice(long now, long streamTime) {
        if (pass == null && now < nextPass) {
            return;
        }
        KeyValueIterator<byte[], byte[]> keys = pass == null ? store.all() : pass;
        pass = keys;
        int removed = 0;
        for (int i = 0; i < SLICE && keys.hasNext(); i++) {
            removed += removeIfExpired(keys.next(), streamTime);
        }
        if (!keys.hasNext()) {
            endPass();
            nextPass =
                    now + Math.min(Math.max(policy.ttlMillis() / 10, SHORTEST_BETWEEN_PASSES), LONGEST_BETWEEN_PASSES);
        }
        metrics.swept(removed);
    }

    /** Decides by the state that is stored now, because the iterator may be older than the store. */
    private int removeIfExpired(KeyValue<byte[], byte[]> seen, long streamTime) {
        byte[] stored = isExpired(seen.value, streamTime) ? store.get(seen.key) : null;
        if (stored == null || !isExpired(stored, streamTime)) {
            return 0;
        }
        expired.accept(seen.key, KeyState.of(stored));
        store.delete(seen.key);
        return 1;
    }

    private boolean isExpired(byte[] stored, long streamTime) {
        return KeyState.isReadable(stored) && policy.isExpired(KeyState.of(stored), streamTime);
    }

    private void endPass() {
        if (pass != null) {
            pass.close();
            pass = null;
        }
    }

    /** Ends the schedule as well: a revived task keeps its punctuators, and makes a new sweep. */
    @Override
    public void close() {
        if (schedule != null) {
            schedule.cancel();
            schedule = null;
        }
        endPass();
    }
}
