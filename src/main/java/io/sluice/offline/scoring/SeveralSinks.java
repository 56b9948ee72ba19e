package io.sluice.offline.scoring;

import java.io.IOException;
import java.util.List;

/** Passes each outcome to several sinks. */
record SeveralSinks(List<OutcomeSink> sinks) implements OutcomeSink {
    SeveralSinks {
        sinks = List.copyOf(sinks);
    }

    @Override
    public void scored(ScoredEvent event) throws IOException {
        for (OutcomeSink sink : sinks) {
            sink.scored(event);
        }
    }

    @Override
    public void rejected(DeadLetter letter) throws IOException {
        for (OutcomeSink sink : sinks) {
            sink.rejected(letter);
        }
    }

    @Override
    public void finish() throws IOException {
        for (OutcomeSink sink : sinks) {
            sink.finish();
        }
    }
}
