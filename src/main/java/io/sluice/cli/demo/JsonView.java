package io.sluice.cli.demo;

import io.sluice.Internal;
import io.sluice.cli.demo.DemoScenario.Scored;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/** Writes the predictions byte for byte, one per line, and the summary to another output. */
@Internal
public final class JsonView implements DemoView {
    private final OutputStream predictions;
    private final PrintWriter summaryOutput;

    /**
     * Creates a view.
     *
     * @param predictions receives only the predictions
     * @param summaryOutput receives the summary
     */
    public JsonView(OutputStream predictions, PrintWriter summaryOutput) {
        this.predictions = predictions;
        this.summaryOutput = summaryOutput;
    }

    @Override
    public void note(String line) {}

    @Override
    public void show(Scored scored, byte[] json) throws IOException {
        predictions.write(json);
        predictions.write('\n');
    }

    @Override
    public void status(DemoSummary soFar) {}

    @Override
    public void flush() throws IOException {
        predictions.flush();
    }

    @Override
    public void end(DemoSummary summary) {
        summary.lines().forEach(summaryOutput::println);
        summaryOutput.flush();
    }
}
