package io.sluice.offline.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a pipeline did while more events came than it takes.
 *
 * @param store the store of its states
 * @param capacity the predictions a second while it worked off a backlog and nothing was sent
 * @param throughput the predictions a second while too many events came
 * @param catchUpSeconds the time from the last event to the last prediction
 */
public record OverloadOutcome(String store, double capacity, double throughput, double catchUpSeconds) {
    /** The part of its capacity that a pipeline must keep, in percent. */
    static final double KEPT = 90;

    double keptPercent() {
        return 100 * throughput / capacity;
    }

    /** Returns what speaks against the pipeline, in sentences; none if all is well. */
    List<String> shortcomings() {
        List<String> reasons = new ArrayList<>();
        if (keptPercent() < KEPT) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%s: under overload, it kept %.0f %% of its capacity (%,.0f of %,.0f events a second); it must keep"
                            + " %.0f %%",
                    store,
                    keptPercent(),
                    throughput,
                    capacity,
                    KEPT));
        }
        return reasons;
    }
}
