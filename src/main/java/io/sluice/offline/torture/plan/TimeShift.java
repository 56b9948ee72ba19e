package io.sluice.offline.torture.plan;

/**
 * A fault of clocks.
 *
 * @param eventMillis what is added to the times of events
 * @param recordMillis what is added to the timestamps of records
 */
public record TimeShift(long eventMillis, long recordMillis) {
    public static final TimeShift NONE = new TimeShift(0, 0);

    private static final long MINUTE = 60_000;

    /**
     * Returns the shift of a fault of the kind {@link FaultKind.Victim#CLOCK}. Timestamps of records stay within the
     * half hour that brokers and pipeline accept as they are.
     */
    public static TimeShift of(FaultKind kind) {
        return switch (kind) {
            case EVENTS_BACK -> new TimeShift(-60 * MINUTE, 0);
            case EVENTS_AHEAD -> new TimeShift(365L * 24 * 60 * MINUTE, 0);
            case RECORDS_AHEAD -> new TimeShift(0, 20 * MINUTE);
            default -> NONE;
        };
    }
}
