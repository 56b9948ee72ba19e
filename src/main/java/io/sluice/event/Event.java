package io.sluice.event;

import org.jspecify.annotations.Nullable;

/** A decoded event: its time, its key if it names one, and the content that a model reads. */
public sealed interface Event extends Decoded permits NumericEvent, TextEvent, ItemEvent {
    /** Returns the key that the event names; null if the record has the key. */
    @Nullable
    String key();

    /** Returns the time of the event in milliseconds since the epoch; the time of the record if the event has none. */
    long timestamp();

    /** Returns true if the event has a time of its own, and false if it has that of its record. */
    boolean isTimed();
}
