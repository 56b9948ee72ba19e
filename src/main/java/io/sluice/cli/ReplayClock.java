package io.sluice.cli;

import java.time.Duration;

/** Computes the send times of recorded events, so that their intervals shrink or grow by a constant factor. */
final class ReplayClock {
    private final double speed;
    private long first = Long.MIN_VALUE;

    /** @param speed the factor by which the replay is faster than the recording; 0.5 takes twice the time */
    ReplayClock(double speed) {
        this.speed = speed;
    }

    /**
     * Returns the time between the first event and this one in the replay. It is zero for an event that is older than
     * the first one.
     *
     * @param time the event's timestamp in milliseconds since the epoch
     */
    Duration due(long time) {
        if (first == Long.MIN_VALUE) {
            first = time;
        }
        return Duration.ofNanos((long) Math.max(0, (time - first) / speed * 1e6));
    }
}
