package io.sluice.offline.soak;

import java.util.List;
import java.util.Locale;

/**
 * What a pipeline did while more events came than it takes.
 *
 * @param store the store of its states
 * @param rate the events a second that were sent
 * @param capacity the predictions a second while it worked off a backlog and nothing was sent
 * @param throughput the predictions a second while too many events came
 * @param catchUpSeconds the time from the last event to the last prediction
 */
public record OverloadOutcome(String store, double rate, double capacity, double throughput, double catchUpSeconds) {
    /** The part of its capacity that a pipeline must keep, in percent. */
    static final double KEPT = 90;

    /** The part of the sent events above which there was no overload. */
    private static final double ALL = 0.95;

    double keptPercent() {
        return 100 * throughput / capacity;
    }

    /** Returns what speaks against the pipeline, in sentences; none if all is well. */
    List<String> shortcomings() {
        if (!(capacity > 0)) {
            return List.of(
                    text("%s: its capacity could not be measured, because it made no prediction in that time", store));
        }
        if (throughput > ALL * rate) {
            return List.of(text(
                    "%s: it took nearly all of %,.0f events a second, so there was no overload; its capacity was measured"
                            + " too low, so give a larger --overload, or a machine that does nothing else",
                    store, rate));
        }
        if (keptPercent() < KEPT) {
            return List.of(text(
                    "%s: under overload, it kept %.0f %% of its capacity (%,.0f of %,.0f events a second); it must keep"
                            + " %.0f %%",
                    store, keptPercent(), throughput, capacity, KEPT));
        }
        return List.of();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
