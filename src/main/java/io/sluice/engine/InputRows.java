package io.sluice.engine;

import io.sluice.model.StepBatch;
import java.util.Collection;

/** Turns events into rows of a batch's input. Belongs to one thread. */
interface InputRows {
    /** Does for many records together what needs no state; each that has an event, before its row is filled. */
    void prepare(Collection<PendingRecord> aheads);

    /**
     * Writes the row of a record's event.
     *
     * @param gapMillis milliseconds since the key's event before, at least 0; 0 for a key's first
     */
    void fill(StepBatch batch, int row, PendingRecord ahead, long gapMillis);
}
