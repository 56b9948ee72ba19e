package io.sluice.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The waits before stream threads are replaced, from {@link #FIRST_WAIT}, doubled to {@link #LONGEST_WAIT}.
 *
 * <p>Threads that end together, as in an outage, are one wave and wait equally long. The next wave begins when a thread
 * ends that has replaced one of this wave. After {@link #QUIET} without a failure the waits begin again.
 *
 * <p>Not thread-safe.
 */
final class FailureWaves {
    static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    static final Duration QUIET = Duration.ofMinutes(1);
    static final int STORE_LIMIT = 5;
    static final Duration STORE_WINDOW = Duration.ofMinutes(10);

    private final Set<String> replacements = new HashSet<>();
    private final Deque<Long> storeWaves = new ArrayDeque<>();
    private Duration wait = Duration.ZERO;
    private long lastFailure;
    private boolean storeFailed;

    /**
     * Notes that a thread has ended.
     *
     * @param now the time in milliseconds
     * @return the time to wait before it is replaced
     */
    Duration ended(String thread, long now) {
        if (now - lastFailure > QUIET.toMillis()) {
            wait = Duration.ZERO;
        }
        lastFailure = now;
        if (wait.isZero() || replacements.contains(thread)) {
            beginWave();
        }
        return wait;
    }

    private void beginWave() {
        Duration doubled = wait.isZero() ? FIRST_WAIT : wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        replacements.clear();
        storeFailed = false;
    }

    /** Notes that a thread has started in the place of one that ended. */
    void replaced(String thread) {
        replacements.add(thread);
    }

    /**
     * Notes that a store failed in this wave.
     *
     * @param now the time in milliseconds
     * @return true if it did in more than {@value #STORE_LIMIT} waves of {@link #STORE_WINDOW}
     */
    boolean exceedsStoreLimit(long now) {
        while (!storeWaves.isEmpty() && now - storeWaves.getFirst() > STORE_WINDOW.toMillis()) {
            storeWaves.removeFirst();
        }
        if (!storeFailed) {
            storeFailed = true;
            storeWaves.addLast(now);
        }
        return storeWaves.size() > STORE_LIMIT;
    }
}
