package io.sluice.offline.simulation;

import java.util.Map;

/**
 * The results of alerts against injected faults.
 *
 * @param kinds the counts for each kind that was injected
 * @param alerts the number of incidents opened
 * @param falseAlerts the number of alerts that no fault explains
 * @param named the number of explained alerts whose first channel is a faulty one
 * @param medianDelay the median number of events from a fault's first event to its first alert, over the faults that
 *     were caught; NaN if no fault was caught
 * @param maxDelay the longest such delay; 0 if no fault was caught
 */
public record FaultReport(
        Map<FaultKind, Counts> kinds, long alerts, long falseAlerts, long named, double medianDelay, long maxDelay) {
    public FaultReport {
        kinds = Map.copyOf(kinds);
    }

    /**
     * The numbers of faults by result.
     *
     * @param caught the number of faults with an alert while they lasted
     * @param missed the number of faults that ended without an alert
     * @param undecided the number of faults without an alert that have not ended
     */
    public record Counts(long caught, long missed, long undecided) {
        static final Counts NONE = new Counts(0, 0, 0);

        public long injected() {
            return caught + missed + undecided;
        }

        Counts plus(Counts other) {
            return new Counts(caught + other.caught, missed + other.missed, undecided + other.undecided);
        }
    }

    /** Returns the counts over all kinds. */
    public Counts total() {
        return kinds.values().stream().reduce(Counts.NONE, Counts::plus);
    }
}
