package io.sluice.engine;

import io.sluice.state.Resumption;

/** Hears of the work of an engine, to count it. It is called on the engine's thread and must return quickly. */
public interface EngineListener {
    /** A listener that ignores everything. */
    EngineListener NONE = new EngineListener() {};

    /** The reason why a record was stepped alone, when its turn came. */
    enum Alone {
        /** No poll showed the record before its turn. */
        NOT_POLLED,
        /** The record had an outcome, but an assumption of that outcome did not hold. */
        ASSUMPTION_FAILED
    }

    /**
     * Runs one call of the model.
     *
     * @param rows the number of rows of the call, padding included
     */
    default void step(int rows, Runnable step) {
        step.run();
    }

    /** An event is scored from such a start. */
    default void started(Resumption resumption) {}

    /** A record is stepped alone. */
    default void steppedAlone(Alone reason) {}

    /**
     * The model gave an output for a record. It is called again if the record is stepped again.
     *
     * @param y the output, which the engine reuses
     */
    default void output(InputRecord record, float[] y) {}

    /** Outcomes that were computed ahead are dropped, because the records of their keys came in another order. */
    default void discarded(int outcomes) {}
}
