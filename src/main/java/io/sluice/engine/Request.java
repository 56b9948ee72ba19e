package io.sluice.engine;

import io.sluice.event.Event;
import io.sluice.event.Malformed;

/** The meaning of a record: an event to score, a key to delete, or something that cannot be read. */
sealed interface Request {

    /** A request that concerns the state of one key. */
    sealed interface OfKey extends Request {
        /** Returns the record's key as text. */
        String key();
    }

    /**
     * An event to score.
     *
     * @param row the event as a row of the model's input
     * @param reset whether the key starts again with this event
     */
    record Score(String key, Event event, InputRows.Row row, boolean reset) implements OfKey {}

    /** The state of a key is to be deleted. */
    record Delete(String key) implements OfKey {}

    /** The record cannot be scored. */
    record Reject(Malformed malformed) implements Request {}
}
