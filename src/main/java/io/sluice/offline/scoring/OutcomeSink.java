package io.sluice.offline.scoring;

import java.io.IOException;

/** Takes the outcomes of a file's rows, in their order. */
interface OutcomeSink {
    /** Takes an event that was scored. */
    void scored(ScoredEvent event) throws IOException;

    /** Takes a row that cannot be scored. */
    void rejected(DeadLetter letter) throws IOException;

    /** Ends the output after the last row. */
    void finish() throws IOException;
}
