package io.sluice.engine;

import io.sluice.event.Event;
import io.sluice.model.StepBatch;
import java.util.List;

/** Turns events into rows of a batch's input. Each stream thread has its own. */
interface InputRows {
    /**
     * Prepares the rows of many events together, as far as that needs no state.
     *
     * @return a row for each event, in the order of the events
     */
    List<Row> prepare(List<Event> events);

    /** One event as a row of the model's input. */
    interface Row {
        /**
         * Writes the row into a batch.
         *
         * @param gapMillis milliseconds since the key's previous event, at least 0; 0 for a key's first event
         */
        void fill(StepBatch batch, int row, long gapMillis);

        /** Returns the number of tokens of the text that the model does not see. */
        default int tokensCut() {
            return 0;
        }

        /** Returns true if the event's item is not in the model's vocabulary. */
        default boolean isOfUnknownItem() {
            return false;
        }
    }
}
