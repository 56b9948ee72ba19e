package io.sluice.offline.scoring;

import java.io.IOException;

/** A sink that only predictions go to. */
interface PredictionSink extends OutcomeSink {
    @Override
    default void rejected(DeadLetter letter) {}

    @Override
    default void finish() throws IOException {}
}
