package io.sluice.offline.torture.plan;

import java.util.List;

/**
 * A part of a torture: one pipeline under faults.
 *
 * @param number the number of the scenario, counted from 1
 * @param seed the seed of the events
 * @param instances the number of instances at the start
 * @param faults the faults in the order of their times
 */
public record Scenario(int number, long seed, PipelineSetting pipeline, int instances, List<PlannedFault> faults) {
    /** The largest number of instances. */
    public static final int MOST_INSTANCES = 4;

    /** The beginning of the names of all scenarios. */
    public static final String NAMES = "torture-";

    private static final long SHORTEST_MILLIS = 42_000;
    private static final long CALM_MILLIS = 3_000;

    public Scenario {
        if (instances < 1 || instances > MOST_INSTANCES) {
            throw new IllegalArgumentException(
                    "a scenario starts with 1 to " + MOST_INSTANCES + " instances, not " + instances);
        }
        faults = List.copyOf(faults);
    }

    /** Returns the time during which events are sent, in milliseconds. */
    public long sendingMillis() {
        long last = faults.stream().mapToLong(PlannedFault::endMillis).max().orElse(0);
        return Math.max(SHORTEST_MILLIS, last + CALM_MILLIS);
    }

    /** Returns the beginning of the names of the scenario's topics; it is also the application id. */
    public String name() {
        return NAMES + number;
    }
}
