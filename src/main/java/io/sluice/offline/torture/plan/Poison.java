package io.sluice.offline.torture.plan;

/** The readings by which the model of {@link Workload#FRAGILE} fails. Other readings are far from them. */
public final class Poison {
    /** Above this reading, an output of the model is no number. */
    public static final int FINITE = 1_000_000;

    /** Above this reading, the model raises an exception. */
    public static final int NO_EXCEPTION = 3_000_000;

    /** With this reading, a step takes long. */
    public static final int SLOW = 500_000;

    static final int NOT_FINITE = 2_000_000;
    static final int EXCEPTION = 4_000_000;

    private Poison() {}
}
