package io.sluice.engine;

import io.sluice.event.Event;
import io.sluice.event.ItemEvent;
import io.sluice.model.StepBatch;
import io.sluice.model.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Rows of one id: the item's id in the vocabulary. */
final class ItemRows implements InputRows {
    private final Vocabulary vocabulary;
    private final long[] x = new long[1];

    ItemRows(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public List<Row> prepare(List<Event> events) {
        List<Row> rows = new ArrayList<>(events.size());
        for (Event event : events) {
            rows.add(new ItemRow(vocabulary.id(((ItemEvent) event).item())));
        }
        return rows;
    }

    private final class ItemRow implements Row {
        private final long id;

        ItemRow(long id) {
            this.id = id;
        }

        @Override
        public void fill(StepBatch batch, int row, long gapMillis) {
            x[0] = id;
            batch.putInput(row, x);
        }

        @Override
        public boolean isOfUnknownItem() {
            return id == Vocabulary.UNKNOWN;
        }
    }
}
