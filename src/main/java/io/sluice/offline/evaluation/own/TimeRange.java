package io.sluice.offline.evaluation.own;

import io.sluice.Internal;

/**
 * A range of time, in milliseconds since the epoch.
 *
 * @param from the first time that belongs to it
 * @param to the last time that belongs to it
 */
@Internal
public record TimeRange(long from, long to) {
    /** Returns true if a time belongs to the range. */
    public boolean contains(long time) {
        return from <= time && time <= to;
    }
}
