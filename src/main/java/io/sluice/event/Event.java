package io.sluice.event;

import org.jspecify.annotations.Nullable;

/** A decoded event: when it was, whose it is where it says so itself, and what a model takes in. */
public sealed interface Event extends Decoded permits NumericEvent, TextEvent, ItemEvent {
    /** The key that the event itself names, null where its record does. */
    @Nullable
    String key();

    /** The event's own time, in milliseconds since the epoch; the record's where the event carries none. */
    long timestamp();
}
