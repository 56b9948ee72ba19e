package io.sluice.offline.simulation;

import java.util.Random;

/**
 * What a machine does, in units of its usual course: all that its channels have in common. Demand may wander beside the
 * daily course, the valve behind the machine is turned by others, and what is heated follows with a lag.
 */
final class Operation {
    private static final double WANDERING = 0.35;
    private static final double WANDERING_LEFT = 0.85;
    private static final double WARMING_MINUTES = 80;
    private static final double OIL_MINUTES = 200;

    private final double step;
    private final Random random;
    private double wandering;
    private double load;
    private double valve;
    private double heat;
    private double oil;
    private double day;

    private Operation(double step, Random random) {
        this.step = step;
        this.random = random;
    }

    /** A machine that is asked for what the time says and nothing else. */
    static Operation regular() {
        return new Operation(0, new Random(0));
    }

    /** A machine whose demand wanders, and the valve behind it. */
    static Operation wandering(Random random) {
        return new Operation(WANDERING, random);
    }

    /**
     * Goes on to the next event.
     *
     * @param course the demand that the time of day and of the week asks for, about -2 to 2
     * @param minutes since the last event
     * @param day the sine of the time of day
     */
    void advance(double course, double minutes, double day) {
        wandering = WANDERING_LEFT * wandering + step * random.nextGaussian();
        valve = WANDERING_LEFT * valve + step * random.nextGaussian();
        load = course + wandering;
        heat += (load - heat) * (1 - StrictMath.exp(-minutes / WARMING_MINUTES));
        oil += (heat - oil) * (1 - StrictMath.exp(-minutes / OIL_MINUTES));
        this.day = day;
    }

    double load() {
        return load;
    }

    /** How far the valve behind the machine is open. */
    double valve() {
        return valve;
    }

    /** The load with a lag. */
    double heat() {
        return heat;
    }

    /** The heat with a lag of its own. */
    double oil() {
        return oil;
    }

    /** The sine of the time of day: the weather. */
    double day() {
        return day;
    }
}
