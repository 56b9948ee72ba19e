package io.sluice.offline.bench;

/** A pipeline that is measured. It counts what it has processed; the commit comes later. */
interface BenchPipeline extends AutoCloseable {
    /** Starts to read events, and returns at once. */
    void start();

    /** Returns the number of predictions so far. */
    long predictions();

    /** Returns the number of calls of the model so far; 0 without a model. */
    long calls();

    /** Returns the number of rows in these calls. */
    double rows();

    /**
     * Checks that the pipeline goes on.
     *
     * @throws BenchException if it has stopped, or an event was no prediction
     */
    void requireHealthy();

    @Override
    void close();
}
