package io.sluice.engine;

import io.sluice.event.ItemEvent;
import io.sluice.model.StepBatch;
import io.sluice.model.Vocabulary;
import java.util.Collection;

/** Rows of one id, the item's in the vocabulary. */
final class ItemRows implements InputRows {
    private final Vocabulary vocabulary;
    private final long[] x = new long[1];

    ItemRows(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public void prepare(Collection<PendingRecord> aheads) {
        // An id is found as fast as it is kept.
    }

    @Override
    public void fill(StepBatch batch, int row, PendingRecord ahead, long gapMillis) {
        x[0] = vocabulary.id(((ItemEvent) ahead.scored()).item());
        if (x[0] == Vocabulary.UNKNOWN) {
            ahead.markUnknownItem();
        }
        batch.putInput(row, x);
    }
}
