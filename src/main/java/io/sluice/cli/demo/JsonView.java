package io.sluice.cli.demo;

import io.sluice.Internal;
import io.sluice.cli.demo.DemoScenario.Scored;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/** Predictions alone, byte for byte, one a line; the summary goes elsewhere. */
@Internal
public final class JsonView implements DemoView {
    private final OutputStream predictions;
    private final PrintWriter rest;

    public JsonView(OutputStream predictions, PrintWriter rest) {
        this.predictions = predictions;
        this.rest = rest;
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
    public void end(DemoSummary figures) {
        figures.summary().forEach(rest::println);
        rest.flush();
    }
}
