package io.sluice.offline.simulation;

/** The daily cycle of a machine. */
final class DailyCycle {
    /** The number of events that a machine sends in a day, at one every 20 minutes. */
    static final int EVENTS = 72;

    private DailyCycle() {}

    /** Returns a sine of period 1. StrictMath gives the same stream on every machine. */
    static double sine(double turns) {
        return StrictMath.sin(2 * Math.PI * turns);
    }
}
