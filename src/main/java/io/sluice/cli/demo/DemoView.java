package io.sluice.cli.demo;

import io.sluice.Internal;
import io.sluice.cli.demo.DemoScenario.Scored;
import java.io.IOException;

/** Where a demo shows what happens. What it throws means that nobody reads any more. */
@Internal
public interface DemoView {
    /** What runs, and where; a line. */
    void note(String line) throws IOException;

    /**
     * For each prediction.
     *
     * @param json its bytes as they were received
     */
    void show(Scored scored, byte[] json) throws IOException;

    /** Every few seconds. */
    void status(DemoSummary soFar) throws IOException;

    /** Makes visible what was shown. */
    void flush() throws IOException;

    /** Once at the end. */
    void end(DemoSummary figures) throws IOException;
}
