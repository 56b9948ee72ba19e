package io.sluice.offline.torture.plan;

/**
 * What a fault does to the events that are sent.
 *
 * @param eventMillis what is added to the times of events
 * @param recordMillis what is added to the timestamps of records
 * @param poison the value by which some events of one key make the model fail; 0 for none
 */
public record Disturbance(long eventMillis, long recordMillis, int poison) {
    public static final Disturbance NONE = new Disturbance(0, 0, 0);

    private static final long MINUTE = 60_000;

    /**
     * Returns the disturbance of a fault of the clock or of the model. Timestamps of records stay within the half hour
     * that brokers and pipeline accept as they are.
     */
    public static Disturbance of(FaultKind kind) {
        return switch (kind) {
            case EVENTS_BACK -> new Disturbance(-60 * MINUTE, 0, 0);
            case EVENTS_AHEAD -> new Disturbance(365L * 24 * 60 * MINUTE, 0, 0);
            case RECORDS_AHEAD -> new Disturbance(0, 20 * MINUTE, 0);
            case OUTPUT_NOT_FINITE -> new Disturbance(0, 0, Poison.NOT_FINITE);
            case MODEL_EXCEPTION -> new Disturbance(0, 0, Poison.EXCEPTION);
            case SLOW_STEP -> new Disturbance(0, 0, Poison.SLOW);
            default -> NONE;
        };
    }
}
