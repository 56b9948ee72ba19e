package io.sluice.stream.log;

import io.sluice.Internal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The threads that wait for an answer of the broker now, in a call of a producer. A connection may be open although
 * nobody answers on it.
 *
 * <p>Thread-safe.
 */
@Internal
public final class BrokerWaits {
    private final Map<Thread, Long> begun = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    /** @param clock gives the time in milliseconds, and never goes back */
    public BrokerWaits(LongSupplier clock) {
        this.clock = clock;
    }

    /** Makes a call that waits for the broker. */
    public void during(Runnable call) {
        begun.put(Thread.currentThread(), clock.getAsLong());
        try {
            call.run();
        } finally {
            begun.remove(Thread.currentThread());
        }
    }

    /** Returns the time for which the longest call has waited, in milliseconds; 0 if there is none. */
    long longestMillis() {
        long now = clock.getAsLong();
        return begun.values().stream().mapToLong(begin -> now - begin).max().orElse(0);
    }
}
