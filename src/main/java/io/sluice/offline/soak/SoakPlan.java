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
 */
public record SoakPlan(List<String> stores, Duration length, int rate, Duration every, Keys keys) {
    public SoakPlan {
        stores = List.copyOf(stores);
    }

    /** The keys of the events, see {@link KeyMix}. */
    public record Keys(int count, double skew, double hotShare) {}

    /** Returns the number of events. */
    public long events() {
        return Math.max(1, Math.round(rate * (length.toMillis() / 1000.0)));
    }

    /** Returns the events from the first one on. */
    public Workload workload(List<String> channels) {
        return new Workload(channels, new KeyMix(keys.count(), keys.skew(), keys.hotShare()), EventTime.ISO);
    }
}
