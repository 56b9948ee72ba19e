package io.sluice.offline.simulation;

import java.util.Random;

/**
 * The operation of a machine, which all its channels depend on, in units of the usual demand. Demand follows the time
 * of day and may wander around it. The valve behind the machine moves on its own. Temperatures follow the load with a
 * lag.
 */
final class Operation {
    private static final double WANDERING = 0.35;
    private static final double WANDERING_DECAY = 0.85;
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

    /** Creates a machine whose load depends on the time of day alone. */
    static Operation regular() {
        return new Operation(0, new Random(0));
    }

    /** Creates a machine whose demand and valve wander. */
    static Operation wandering(Random random) {
        return new Operation(WANDERING, random);
    }

    /**
     * Advances to the next event.
     *
     * @param demand the demand at this time, about -2 to 2
     * @param minutes the minutes since the last event
     * @param day the sine of the time of day
     */
    void advance(double demand, double minutes, double day) {
        wandering = WANDERING_DECAY * wandering + step * random.nextGaussian();
        valve = WANDERING_DECAY * valve + step * random.nextGaussian();
        load = demand + wandering;
        heat += (load - heat) * (1 - StrictMath.exp(-minutes / WARMING_MINUTES));
        oil += (heat - oil) * (1 - StrictMath.exp(-minutes / OIL_MINUTES));
        this.day = day;
    }

    double load() {
        return load;
    }

    /** Returns the opening of the valve behind the machine. */
    double valve() {
        return valve;
    }

    /** Returns the bearing's heat: the load with a lag. */
    double heat() {
        return heat;
    }

    /** Returns the oil's heat: the bearing's heat with another lag. */
    double oil() {
        return oil;
    }

    /** Returns the sine of the time of day, which represents the weather. */
    double day() {
        return day;
    }
}
