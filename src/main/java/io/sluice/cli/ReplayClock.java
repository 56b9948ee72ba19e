package io.sluice.cli;

import java.time.Duration;

/** When to send events that keep the distances of their own times, sped up. */
final class ReplayClock {
    private final double speed;
    private long first = Long.MIN_VALUE;

    /** @param speed how many times as fast as the events' own times */
    ReplayClock(double speed) {
        this.speed = speed;
    }

    /**
     * How long after the first event this one is due; what is older than the first one is due at once.
     *
     * @param time the event's own time in milliseconds since the epoch
     */
    Duration due(long time) {
        if (first == Long.MIN_VALUE) {
            first = time;
        }
        return Duration.ofNanos((long) Math.max(0, (time - first) / speed * 1e6));
    }
}
