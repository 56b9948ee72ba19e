package io.sluice.stream;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The time of a task: its stream time, and the wall-clock time that has passed since its last record. So time goes on
 * for a key that is silent when the task's other keys are silent as well.
 *
 * <p>Time passes only while a broker is connected, because without one, records may be waiting there. For the same
 * reason a moment in which the process stood still hardly counts.
 */
final class TaskClock {
    private static final long TICK = TimeUnit.SECONDS.toMillis(1);
    private static final long LONGEST_TICK = 2 * TICK;

    private final BooleanSupplier connected;
    private long lastTick = Long.MIN_VALUE;
    private long idle;

    /** @param connected returns true if a broker is connected; called about once a second */
    TaskClock(BooleanSupplier connected) {
        this.connected = connected;
    }

    /** Notes that the task has processed a record. */
    void processed() {
        idle = 0;
        lastTick = Long.MIN_VALUE;
    }

    /**
     * Returns the time of the task. Call this several times a second.
     *
     * @param now wall-clock time in milliseconds
     * @param streamTime the task's stream time in milliseconds
     */
    long time(long now, long streamTime) {
        if (lastTick == Long.MIN_VALUE) {
            lastTick = now;
        }
        if (now - lastTick >= TICK) {
            idle += connected.getAsBoolean() ? Math.min(now - lastTick, LONGEST_TICK) : 0;
            lastTick = now;
        }
        return streamTime + idle;
    }
}
