package io.sluice.offline.soak;

import io.sluice.offline.bench.EventTime;
import io.sluice.offline.bench.KeyMix;
import io.sluice.offline.bench.Workload;
import java.time.Duration;
import java.util.List;

/**
 * What a soak does.
 *
 * @param stores the stores of the states; each has a pipeline
 * @param length the time in which events are sent
 * @param rate events a second
 * @param every the time from one sample to the next
 * @param overload the multiple of the capacity of the fastest pipeline that is sent in place of the rate; 0 for the
 *     rate
 */
public record SoakPlan(List<String> stores, Duration length, int rate, Duration every, Keys keys, double overload) {
    public SoakPlan {
        stores = List.copyOf(stores);
    }

    /** The keys of the events, see {@link KeyMix}. */
    public record Keys(int count, double skew, double hotShare) {}

    public boolean isOverload() {
        return overload > 0;
    }

    /** Returns the length in seconds. */
    public double seconds() {
        return length.toMillis() / 1000.0;
    }

    /** Returns the number of events that come at a rate, at least 1. */
    public long events(double eventsASecond) {
        return Math.max(1, Math.round(eventsASecond * seconds()));
    }

    /** Returns the events from the first one on. */
    public Workload workload(List<String> channels) {
        return new Workload(channels, new KeyMix(keys.count(), keys.skew(), keys.hotShare()), EventTime.ISO);
    }
}
