package io.sluice.offline.simulation;

import java.util.Map;

/**
 * What became of the injected faults, and of the alerts.
 *
 * @param kinds a tally for each kind that was injected
 * @param alerts incidents opened
 * @param falseAlerts those of them that no fault explains
 * @param named those that a fault explains and that name first a channel which it touches
 * @param medianDelay events from a fault's first event to its first alert, over the faults caught; NaN if none was
 * @param maxDelay the longest such delay; 0 if no fault was caught
 */
public record FaultReport(
        Map<FaultKind, Tally> kinds, long alerts, long falseAlerts, long named, double medianDelay, long maxDelay) {
    public FaultReport {
        kinds = Map.copyOf(kinds);
    }

    /**
     * How many faults met which end.
     *
     * @param caught faults with an alert while they lasted
     * @param missed faults that are over, without one
     * @param undecided faults without one that are not over
     */
    public record Tally(long caught, long missed, long undecided) {
        static final Tally NONE = new Tally(0, 0, 0);

        public long injected() {
            return caught + missed + undecided;
        }

        Tally plus(Tally other) {
            return new Tally(caught + other.caught, missed + other.missed, undecided + other.undecided);
        }
    }

    /** The tally over all kinds. */
    public Tally total() {
        return kinds.values().stream().reduce(Tally.NONE, Tally::plus);
    }
}
