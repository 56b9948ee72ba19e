package io.sluice.offline.torture.plan;

/**
 * What a fault changes in the events that are sent.
 *
 * @param eventMillis what is added to the times of events
 * @param recordMillis what is added to the timestamps of records
 * @param poison the value by which some events of one key make the model fail; 0 for none
 */
public record EventChange(long eventMillis, long recordMillis, int poison) {
    public static final EventChange NONE = new EventChange(0, 0, 0);

    private static final long MINUTE = 60_000;

    /**
     * Returns the change by a fault of the clock or of the model. Timestamps of records stay within the half hour that
     * brokers and pipeline accept as they are.
     */
    public static EventChange of(FaultKind kind) {
        return switch (kind) {
            case EVENTS_BACK -> new EventChange(-60 * MINUTE, 0, 0);
            case EVENTS_AHEAD -> new EventChange(365L * 24 * 60 * MINUTE, 0, 0);
            case RECORDS_AHEAD -> new EventChange(0, 20 * MINUTE, 0);
            case OUTPUT_NOT_FINITE -> new EventChange(0, 0, Poison.NOT_FINITE);
            case MODEL_EXCEPTION -> new EventChange(0, 0, Poison.EXCEPTION);
            case SLOW_STEP -> new EventChange(0, 0, Poison.SLOW);
            default -> NONE;
        };
    }
}
