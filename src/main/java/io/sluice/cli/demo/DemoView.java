package io.sluice.cli.demo;

import io.sluice.Internal;
import io.sluice.cli.demo.DemoScenario.Scored;
import java.io.IOException;

/** The output of a demo. An IOException means that the reader of the output has closed it. */
@Internal
public interface DemoView {
    /** Shows a line about the setup of the demo. */
    void note(String line) throws IOException;

    /**
     * Shows a prediction; called for each one.
     *
     * @param json the prediction as it was received
     */
    void show(Scored scored, byte[] json) throws IOException;

    /** Shows the prediction of a past event, of which many come at once. */
    default void fill(Scored scored, byte[] json) throws IOException {
        show(scored, json);
    }

    /** Shows the counts so far; called every few seconds. */
    void status(DemoSummary soFar) throws IOException;

    /** Writes buffered output. */
    void flush() throws IOException;

    /** Shows the final counts; called once. */
    void end(DemoSummary summary) throws IOException;
}
