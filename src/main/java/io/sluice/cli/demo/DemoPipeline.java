package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.http.Health;
import io.sluice.stream.StartException;
import java.io.IOException;
import java.time.Duration;

/** The pipeline of a demo: in this process, or in one of its own. Any thread may call its methods. */
interface DemoPipeline extends AutoCloseable {
    void start() throws IOException;

    /** Returns the present state. */
    Health health();

    /** Returns the time without a prediction after which something is wrong. */
    default Duration patience() {
        return Duration.ofSeconds(30);
    }

    /**
     * Checks that the pipeline goes on.
     *
     * @throws StartException if it has stopped
     */
    void requireLive();

    /**
     * Kills the process of the pipeline, and starts it again.
     *
     * @throws IllegalStateException if there is no such process, or it is not ready
     */
    default void kill() {
        throw new IllegalStateException(
                "the pipeline runs in the process of this page; start the demo with --separate-process");
    }

    /** Adds to an answer what happened to the process of the pipeline, if it has one. */
    default void describe(ObjectNode answer) {}

    @Override
    void close();
}
