package io.sluice.offline.torture.plan;

/**
 * A fault of a scenario.
 *
 * @param atMillis the time after the first event, in milliseconds
 * @param target the number of the instance or of the broker, counted from 0; 0 where the kind needs none
 * @param holdMillis the time until it is undone, in milliseconds; 0 if it is a moment
 */
public record PlannedFault(long atMillis, FaultKind kind, int target, long holdMillis) {
    public PlannedFault {
        if (atMillis < 0 || target < 0 || holdMillis < 0) {
            throw new IllegalArgumentException("fault " + kind.label() + " has a negative time or target: at "
                    + atMillis + " ms, target " + target + ", for " + holdMillis + " ms");
        }
    }

    long endMillis() {
        return atMillis + holdMillis;
    }
}
