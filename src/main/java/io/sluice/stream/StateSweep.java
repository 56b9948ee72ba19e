package io.sluice.stream;

import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import java.time.Duration;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Passes over the states of a task, to remove the keys that have expired and to find the keys that have fallen silent.
 * Each call looks at one slice of the store, so that it does not hold the stream thread for long. A deletion is a
 * tombstone in the changelog. Predictions and alerts do not depend on the sweep, because reading applies the same
 * rules.
 */
final class StateSweep implements AutoCloseable {
    private static final Duration BETWEEN_SLICES = Duration.ofMillis(100);
    private static final long SHORTEST_BETWEEN_PASSES = Duration.ofSeconds(1).toMillis();
    private static final long LONGEST_BETWEEN_PASSES = Duration.ofMinutes(1).toMillis();
    private static final int SLICE = 2000;

    private final KeyValueStore<byte[], byte[]> store;
    private final ResumePolicy policy;
    private final TaskClock clock;
    private final ScoringMetrics metrics;
    private final Findings findings;
    private @Nullable Cancellable schedule;
    private @Nullable KeyValueIterator<byte[], byte[]> pass;
    private long nextPass;

    /** Receives what a sweep finds and does. */
    interface Findings {
        /** Receives a key that is about to be removed. */
        void expired(byte[] key, KeyState state);

        /** Receives a key that was removed. */
        void removed(byte[] key);

        /** Receives a key that has fallen silent, before it changes the store. */
        void silent(byte[] key, KeyState state);
    }

    /** A sweep that has not begun. */
    StateSweep(
            KeyValueStore<byte[], byte[]> store,
            ResumePolicy policy,
            TaskClock clock,
            ScoringMetrics metrics,
            Findings findings) {
        this.store = store;
        this.policy = policy;
        this.clock = clock;
        this.metrics = metrics;
        this.findings = findings;
    }

    void schedule(ProcessorContext<?, ?> context) {
        if (policy.hasLimits()) {
            schedule = context.schedule(
                    BETWEEN_SLICES, PunctuationType.WALL_CLOCK_TIME, now -> slice(now, context.currentStreamTimeMs()));
        }
    }

    /**
     * Looks at the next keys of the pass.
     *
     * @param now wall-clock time in milliseconds; there is a pause between passes, so that a small store is not read
     *     all the time
     */
    private void slice(long now, long streamTime) {
        long time = clock.time(now, streamTime);
        if (pass == null && now < nextPass) {
            return;
        }
        KeyValueIterator<byte[], byte[]> keys = pass == null ? store.all() : pass;
        pass = keys;
        for (int i = 0; i < SLICE && keys.hasNext(); i++) {
            visit(keys.next(), streamTime, time);
        }
        if (!keys.hasNext()) {
            endPass();
            nextPass = now
                    + Math.min(
                            Math.max(policy.shortestLimitMillis() / 10, SHORTEST_BETWEEN_PASSES),
                            LONGEST_BETWEEN_PASSES);
        }
    }

    /** Decides by the state that is stored now, because the iterator may be older than the store. */
    private void visit(KeyValue<byte[], byte[]> seen, long streamTime, long time) {
        if (isDue(seen.value, streamTime, time)) {
            byte[] stored = store.get(seen.key);
            if (stored != null && isDue(stored, streamTime, time)) {
                change(seen.key, KeyState.of(stored), streamTime);
            }
        }
    }

    private boolean isDue(byte[] stored, long streamTime, long time) {
        if (!KeyState.isReadable(stored)) {
            return false;
        }
        KeyState state = KeyState.of(stored);
        return policy.isExpired(state, streamTime) || (!state.isSilenceTold() && policy.isSilent(state, time));
    }

    private void change(byte[] key, KeyState state, long streamTime) {
        if (policy.isExpired(state, streamTime)) {
            findings.expired(key, state);
            store.delete(key);
            findings.removed(key);
            metrics.swept();
        } else {
            findings.silent(key, state);
            store.put(key, state.withSilenceTold().bytes());
            metrics.fellSilent();
        }
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
