package io.sluice.offline.scoring;

import java.io.IOException;
import java.io.Writer;

/** Writes each prediction as a line of JSON, with the bytes that the pipeline writes. */
final class PredictionLines implements PredictionSink {
    private final Writer out;

    PredictionLines(Writer out) {
        this.out = out;
    }

    @Override
    public void scored(ScoredEvent event) throws IOException {
        out.write(event.json());
        out.write('\n');
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
